import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadModel } from '../src/plugins/load.ts';
import { StartError } from '../src/start/preflight.ts';

const ROOT = join(__dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'plumbline-plugins-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;

/** A package with one file, made for a test; gives its folder. */
const made = (source: string, manifest: object = { type: 'module', exports: './index.ts' }): string => {
  const place = join(folder, `p${++count}`);
  mkdirSync(join(place, 'node_modules'), { recursive: true });
  symlinkSync(join(ROOT, 'plugins/example/node_modules/@plumbline'), join(place, 'node_modules/@plumbline'));
  writeFileSync(join(place, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(place, 'index.ts'), source);
  return place;
};

const declared = ({
  name = 'acme',
  table = 'plugin_acme_thing',
  entity = 'acme.Thing',
  target = 'dcim.Site',
  more = '',
  domain = '',
}: Record<string, string>): string => `
import { BaseObject, defineDomain, definePlugin, entity, ref, rule, text } from '@plumbline/plugin';
@entity('${entity}', { table: '${table}', display: ['name'], matchBy: ['name'] })
class Thing extends BaseObject {
  @text({ max: 10 }) name!: string;
  @ref('${target}', { inverse: 'acmeThings', optional: true }) target!: object | null;
}
export const plugin = definePlugin({ name: '${name}', domain: defineDomain({ name: '${name}', entities: [Thing], ${domain} }), ${more} });`;

const refusal = async (...places: string[]): Promise<string> => {
  const error: unknown = await loadModel(places).then(
    () => new Error('It loaded.'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StartError);
  return (error as Error).message;
};

test('a plugin that holds together joins the model, after the core', async () => {
  const { registry, domains, plugins } = await loadModel([made(declared({}))]);
  expect(registry.model('acme.Thing').table).toBe('plugin_acme_thing');
  expect(registry.model('dcim.Site').edges.get('acmeThings')).toMatchObject({ kind: 'many', target: 'acme.Thing' });
  expect(domains.at(-1)?.name).toBe('acme');
  expect(plugins.map(({ label }) => label)).toEqual(['acme']);
});

test('without plugins the model is the one of the core', async () => {
  const { registry, plugins } = await loadModel([]);
  expect(registry.find('acme.Thing')).toBeUndefined();
  expect(registry.model('dcim.Site').edges.has('acmeThings')).toBe(false);
  expect(plugins).toEqual([]);
});

describe('a start ends with one line for a plugin', () => {
  test.each([
    ['that is no installed package', () => '@acme/none', /names "@acme\/none", and no such package is installed\.$/],
    ['whose folder is not there', () => join(folder, 'none'), /none\/package\.json is not there\.$/],
    [
      'whose manifest is broken',
      () => {
        const place = made('');
        writeFileSync(join(place, 'package.json'), '{');
        return place;
      },
      /package\.json is no JSON\.$/,
    ],
    ['that says no entry', () => made('', { type: 'module' }), /says neither "exports" nor "main"/],
    [
      'that is not built',
      () => made('', { exports: './dist/index.js' }),
      /dist\/index\.js, which is not there; build it\.$/,
    ],
    ['that throws', () => made("throw new Error('no licence');"), /does not load: no licence$/],
    [
      'that exports something else',
      () => made('export const plugin = { name: 1 };'),
      /exports no "plugin" made with definePlugin\.$/,
    ],
    [
      'with a dangling reference',
      () => made(declared({ target: 'dcim.Sit' })),
      /^The plugin "acme" does not fit: acme\.Thing\.target refers to unknown entity "dcim\.Sit"\. Did you mean "dcim\.Site"\?$/,
    ],
    [
      'with a rule for nothing',
      () => made(declared({ domain: "rules: [rule('dcim.Devise', { name: 'acme.1', check: () => undefined })]" })),
      /rule "acme\.1" is for unknown entity "dcim\.Devise"\. Did you mean "dcim\.Device"\?$/,
    ],
    [
      'with a panel for nothing',
      () =>
        made(
          declared({
            more: "web: { folder: new URL('file:///tmp/'), panels: [{ slot: 'detail', entity: 'acme.Thin', title: 'T', module: 't.js' }] }",
          }),
        ),
      /panel "T" is for unknown entity "acme\.Thin"\. Did you mean "acme\.Thing"\?$/,
    ],
    [
      'whose panel leaves its folder',
      () =>
        made(
          declared({
            more: "web: { folder: new URL('file:///tmp/'), panels: [{ slot: 'detail', entity: 'dcim.Site', title: 'T', module: '../t.js' }] }",
          }),
        ),
      /names the module "\.\.\/t\.js", which is no path of a \.js file\.$/,
    ],
    [
      'whose table is not its own',
      () => made(declared({ table: 'dcim_thing' })),
      /acme\.Thing needs a table of its own: say table: 'plugin_acme_\.\.\.'\.$/,
    ],
    [
      'whose entity is of another domain',
      () => made(declared({ entity: 'dcim.Thing' })),
      /dcim\.Thing is of domain "dcim"; call it "acme\.Thing"\.$/,
    ],
    [
      'with a class that is no entity',
      () =>
        made(
          "import { defineDomain, definePlugin } from '@plumbline/plugin'; class Loose {}\n" +
            "export const plugin = definePlugin({ name: 'acme', domain: defineDomain({ name: 'acme', entities: [Loose] }) });",
        ),
      /Loose is no entity to this server: it lacks @entity, or comes with its own copy of @plumbline\/plugin\.$/,
    ],
    [
      'named like a domain of the core',
      () => made(declared({ name: 'ipam', entity: 'ipam.Thing', table: 'plugin_ipam_thing' })),
      /the name "ipam" is that of a domain of the core\.$/,
    ],
    [
      'that needs what is not there',
      () => made(declared({ more: "needs: ['dcin']" })),
      /it needs "dcin", which this version does not have\. Did you mean "dcim"\?$/,
    ],
    [
      'that changes a table of the core',
      () => made(declared({ more: "migrations: [{ name: '1', statements: ['ALTER TABLE dcim_site ADD x int'] }]" })),
      /migration 1 changes the table dcim_site, which is not its own\.$/,
    ],
    [
      'with two migrations of one name',
      () => made(declared({ more: "migrations: [{ name: '1', statements: [] }, { name: '1', statements: [] }]" })),
      /two migrations are called 1\.$/,
    ],
  ])('%s', async (_, place, message) => {
    const said = await refusal(place());
    expect(said).toMatch(message);
    expect(said).not.toContain('\n');
  });

  test('that is there twice', async () => {
    expect(await refusal(made(declared({})), made(declared({})))).toMatch(/its name is taken by another plugin\.$/);
  });
});
