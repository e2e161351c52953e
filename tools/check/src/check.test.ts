import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const CHECKS = join(import.meta.dirname, '..');
const PACKAGES = ['net', 'kit', 'engine', 'domain', 'testing'];

type Tree = Readonly<Record<string, string>>;

function put(root: string, files: Tree): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(root, dirname(file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
}

/** Runs a check on a scratch tree and returns its exit code and complaints. */
const run = (check: string, root: string): Promise<{ code: number; said: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [join(CHECKS, check), root], { cwd: root }, (error, _stdout, said) => {
      resolve({ code: Number(error?.code ?? 0), said });
    });
  });

const roots: string[] = [];

function scratchTree(files: Tree): string {
  const root = mkdtempSync(join(tmpdir(), 'plumbline-check-'));
  roots.push(root);
  mkdirSync(join(root, 'node_modules/@plumbline'), { recursive: true });
  for (const name of PACKAGES) {
    const exports = { '.': { source: './src/index.ts' } };
    put(root, {
      [`packages/${name}/package.json`]: JSON.stringify({ name: `@plumbline/${name}`, type: 'module', exports }),
      [`packages/${name}/src/index.ts`]: `export const ${name} = 1;\nexport type Own = string;\n`,
    });
    symlinkSync(`../../packages/${name}`, join(root, 'node_modules/@plumbline', name));
  }
  put(root, files);
  return root;
}

afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

test('a tree that keeps the order passes', async () => {
  const root = scratchTree({
    'packages/kit/src/a.ts': "import { net } from '@plumbline/net';\nexport const a = net;\n",
    'packages/domain/src/core/a.ts': "import type { Own } from '../dcim/b.ts';\nexport type A = Own;\n",
    'packages/domain/src/dcim/b.ts': "import { net } from '@plumbline/net';\nexport type Own = typeof net;\n",
  });
  expect(await run('layers.mjs', root)).toEqual({ code: 0, said: '' });
});

describe('a tree with planted breaches', () => {
  const planted: [title: string, rule: string, file: string, text: string][] = [
    [
      'a value taken from a later layer',
      'layer-net',
      'packages/net/src/value.ts',
      "import { kit } from '@plumbline/kit';\nexport const a = kit;\n",
    ],
    [
      'a type taken from a later layer',
      'layer-kit',
      'packages/kit/src/type.ts',
      "import type { Own } from '@plumbline/engine';\nexport type A = Own;\n",
    ],
    [
      'a relative path into another package',
      'layer-kit',
      'packages/kit/src/path.ts',
      "export { engine } from '../../engine/src/index.ts';\n",
    ],
    [
      'test code in the product',
      'testing-in-tests',
      'packages/engine/src/testing.ts',
      "import { testing } from '@plumbline/testing';\nexport const a = testing;\n",
    ],
    [
      'a value taken from a later domain',
      'domain-order-core',
      'packages/domain/src/core/later.ts',
      "import { b } from '../dcim/b.ts';\nexport const a = b;\n",
    ],
    [
      'an entity that takes a value from rules',
      'entity-imports-kit',
      'packages/domain/src/dcim/rack.entity.ts',
      "import { b } from './b.rules.ts';\nexport const a = b;\n",
    ],
    [
      'files read in a plain module',
      'plain-modules-are-pure',
      'packages/domain/src/dcim/reads.ts',
      "import { readFileSync } from 'node:fs';\nexport const a = readFileSync;\n",
    ],
    [
      'two modules that need each other',
      'no-value-cycles',
      'packages/domain/src/dcim/circle.ts',
      "import { c } from './c.ts';\nexport const circle = (): unknown => c;\n",
    ],
    [
      'an entity named in the engine',
      'engine-words',
      'packages/engine/src/word.ts',
      "export const deviceFields = 'x';\n",
    ],
  ];
  let outcome: { code: number; said: string };

  beforeAll(async () => {
    const root = scratchTree({
      'packages/domain/src/dcim/b.ts': 'export const b = 1;\n',
      'packages/domain/src/dcim/b.rules.ts': 'export const b = 1;\n',
      'packages/domain/src/dcim/c.ts':
        "import { circle } from './circle.ts';\nexport const c = (): unknown => circle;\n",
      ...Object.fromEntries(planted.map(([, , file, text]) => [file, text])),
    });
    outcome = await run('layers.mjs', root);
  });

  test('does not pass', () => expect(outcome.code).toBe(1));

  test.each(planted)('%s is refused', (_title, rule, file) => {
    const complaints = outcome.said.split('\n').filter((line) => line.includes(file));
    expect(complaints).toContainEqual(expect.stringContaining(`(${rule})`));
  });
});

const statements = (count: number): string => '  step();\n'.repeat(count);

test('a function of 40 lines of code passes, whatever its comments', async () => {
  const root = scratchTree({ 'packages/net/src/a.ts': `export function a() {\n${statements(38)}  // why\n\n}\n` });
  expect(await run('sizes.mjs', root)).toEqual({ code: 0, said: '' });
});

test('a function of 41 lines of code and a file of 401 lines are refused', async () => {
  const root = scratchTree({
    'packages/net/src/a.ts': `export function a() {\n${statements(39)}}\n`,
    'packages/net/src/b.ts': '// line\n'.repeat(401),
    'packages/net/src/gen/c.ts': '// line\n'.repeat(401),
  });
  const { code, said } = await run('sizes.mjs', root);
  expect(code).toBe(1);
  expect(said.trim().split('\n')).toEqual([
    'packages/net/src/a.ts:1 a has 41 lines of code; at most 40',
    'packages/net/src/b.ts has 401 lines; at most 400',
  ]);
});
