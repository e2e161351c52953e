import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actorOf, openLibrary, type Library } from '../../test/library/index.ts';
import { environmentSecrets, fileSecrets } from './providers.ts';
import type { SecretProvider } from './reference.ts';
import { revealSecret } from './reveal.ts';
import { rotateSecrets } from './rotate.ts';

const root = mkdtempSync(join(tmpdir(), 'pl-secrets-'));
const folder = join(root, 'secrets');
mkdirSync(folder);
mkdirSync(`${folder}-more`);
writeFileSync(join(folder, 'psk'), 'from a file\n');
writeFileSync(join(folder, 'empty'), '\n');
writeFileSync(join(folder, 'huge'), 'x'.repeat(70_000));
writeFileSync(join(root, 'outside'), 'not to be seen');
writeFileSync(join(`${folder}-more`, 'twin'), 'not to be seen');
symlinkSync(join(root, 'outside'), join(folder, 'out'));
symlinkSync(join(folder, 'psk'), join(folder, 'in'));
symlinkSync(root, join(folder, 'up'));

const environment: Record<string, string> = { NET_SNMP: 'from the environment', OTHER: 'not to be seen' };

/** What a plugin would bring. */
const shouting: SecretProvider = {
  name: 'safe',
  refuse: (place) => (place === 'locked' ? 'may not refer to what is locked.' : null),
  resolve: async (place) => place.toUpperCase(),
};

let library: Library;
let shelf: string;

beforeAll(async () => {
  const secretProviders = [environmentSecrets(environment, 'NET_'), fileSecrets(folder), shouting];
  library = await openLibrary({ secretProviders });
  [shelf = ''] = await library.make('library.Shelf', { name: 'A', slug: 'a' });
});
afterAll(() => library?.close());

let count = 0;
const book = (pin: unknown) => ({ title: `Book ${count++}`, shelf: { id: shelf }, pin });
const reveal = (id: string) =>
  revealSecret(library.writer.engine, library.actor, { type: 'Book', id, field: 'pin', reason: null });
const revealed = async (pin: unknown) => reveal((await library.make('library.Book', book(pin)))[0] ?? '');
const refusal = async (pin: unknown) => (await library.create('library.Book', [book(pin)])).errors[0];

describe('references to secrets outside', () => {
  test('are resolved when they are shown, anew each time, and the secret itself is stored nowhere', async () => {
    const [id = ''] = await library.make('library.Book', book({ env: 'NET_SNMP' }));
    expect(await reveal(id)).toBe('from the environment');
    environment['NET_SNMP'] = 'a later one';
    expect(await reveal(id)).toBe('a later one');
    expect(await revealed({ file: join(folder, 'psk') })).toBe('from a file');
    expect(await revealed({ file: join(folder, 'in') })).toBe('from a file');
    expect(await revealed({ safe: 'whisper' })).toBe('WHISPER');
  });

  test('are no text that only looks like one', async () => {
    const text = JSON.stringify({ env: 'NET_SNMP' });
    expect(await revealed(text)).toBe(text);
  });

  test('survive a rotation as references', async () => {
    const [id = ''] = await library.make('library.Book', book({ safe: 'kept' }));
    await rotateSecrets(library.writer.engine, { data: true });
    expect(await reveal(id)).toBe('KEPT');
  });

  test.each([
    [{ env: 'OTHER' }, 'start with NET_'],
    [{ env: 'NET_ SNMP' }, 'start with NET_'],
    [{ file: join(root, 'outside') }, 'below'],
    [{ file: `${folder}-more/twin` }, 'below'],
    [{ file: `${folder}/../outside` }, 'below'],
    [{ file: 'psk' }, 'below'],
    [{ file: folder }, 'below'],
    [{ safe: 'locked' }, 'what is locked'],
    [{ saf: 'x' }, 'Did you mean "safe"'],
    [{ env: 'NET_SNMP', file: 'x' }, 'one place'],
    [{ env: 5 }, 'one place'],
    [{ env: '' }, 'one place'],
    [{}, 'one place'],
    [[{ env: 'NET_SNMP' }], 'must be text'],
    [7, 'must be text'],
    ['', 'empty'],
  ])('%j is refused when it is written', async (pin, words) => {
    expect(await refusal(pin)).toMatchObject({ path: 'input.0.pin', code: 'BAD_USER_INPUT' });
    expect((await refusal(pin))?.message).toContain(words);
  });

  test.each([
    [{ file: join(folder, 'out') }, 'leads out of'],
    [{ file: join(folder, 'up', 'outside') }, 'leads out of'],
    [{ file: join(folder, 'gone') }, 'ENOENT'],
    [{ file: join(folder, 'empty') }, 'is empty'],
    [{ file: join(folder, 'huge') }, 'no small file'],
    [{ env: 'NET_GONE' }, 'is not set'],
  ])('%j has nothing to show', async (pin, words) => {
    await expect(revealed(pin)).rejects.toThrow(words);
  });

  test('are made by administrators only', async () => {
    const actor = actorOf(library.actor.organizationId, { superuser: false });
    const create = (pin: unknown) => library.writer.run(actor, {}, (work) => work.create('library.Book', [book(pin)]));
    expect((await create({ env: 'NET_SNMP' })).errors).toMatchObject([{ path: 'input.0.pin', code: 'FORBIDDEN' }]);
    expect((await create('a text')).errors).toEqual([]);
  });

  test('lead nowhere on a server that is set up for none', async () => {
    const bare = await openLibrary();
    const [own = ''] = await bare.make('library.Shelf', { name: 'A', slug: 'a' });
    const { errors } = await bare.create('library.Book', [
      { title: 'B', shelf: { id: own }, pin: { env: 'NET_SNMP' } },
    ]);
    expect(errors[0]?.message).toContain('set up for none');
    await bare.close();
  });
});
