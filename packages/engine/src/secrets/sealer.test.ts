import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { masterKeys } from './master-key.ts';
import { createSealer, newMasterKey } from './sealer.ts';

describe('secrets at rest', () => {
  test('a sealed secret opens in its own context only', () => {
    const sealer = createSealer(newMasterKey());
    const sealed = sealer.seal('пароль', 'org/type/id/key');
    expect(sealed.includes(Buffer.from('пароль'))).toBe(false);
    expect(sealer.open(sealed, 'org/type/id/key')).toBe('пароль');
    expect(() => sealer.open(sealed, 'org/type/other/key')).toThrow();
  });

  test('an altered secret does not open', () => {
    const sealer = createSealer(newMasterKey());
    const sealed = sealer.seal('secret', 'c');
    sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
    expect(() => sealer.open(sealed, 'c')).toThrow();
  });

  test('after a rotation the old key still opens and the new one seals', () => {
    const [first, second] = [newMasterKey(), newMasterKey()];
    const old = createSealer(first).seal('secret', 'c');
    const rotated = createSealer([second, first]);
    expect(rotated.open(old, 'c')).toBe('secret');
    expect(() => createSealer(first).open(rotated.seal('new', 'c'), 'c')).toThrow('No known master key');
  });

  test('a missing key file is made once, readable by its owner only', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'pl-key-')), 'sub', 'master.key');
    const [made] = masterKeys(undefined, file);
    expect(masterKeys(undefined, file)).toEqual([made]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(masterKeys('a, b', file)).toEqual(['a', 'b']);
  });
});
