import { openLibrary, type Library } from '../../test/library/index.ts';
import { listSettings, readSetting, settingHistory, writeSetting } from './settings.ts';

let library: Library;
beforeAll(async () => {
  library = await openLibrary();
});
afterAll(() => library?.close());

const db = { query: <T>(sql: string, values: readonly unknown[] = []) => library.query<T>(sql, [...values]) };
const edit = { userId: null, name: 'tester' };

describe('settings', () => {
  test('an organization overrides the deployment', async () => {
    const { organizationId } = library.actor;
    await writeSetting(db, null, 'banner', 'all', edit);
    expect(await readSetting(db, organizationId, 'banner')).toBe('all');
    await writeSetting(db, organizationId, 'banner', { text: 'ours' }, edit);
    expect(await readSetting(db, organizationId, 'banner')).toEqual({ text: 'ours' });
    expect(await readSetting(db, null, 'banner')).toBe('all');
    expect(await listSettings(db, null)).toEqual([{ organizationId: null, key: 'banner', value: 'all', version: 1 }]);
    expect((await library.run((work) => work.settings('banner'))).result).toEqual({ text: 'ours' });
    expect(await readSetting(db, organizationId, 'unknown')).toBeNull();
  });

  test('every version is kept with its reason', async () => {
    for (const value of [1, 2, 3]) await writeSetting(db, null, 'retention', value, { ...edit, reason: `v${value}` });
    expect(await readSetting(db, null, 'retention')).toBe(3);
    const history = await settingHistory(db, null, 'retention');
    expect(history.map(({ version, value, reason }) => [version, value, reason])).toEqual([
      [3, 3, 'v3'],
      [2, 2, 'v2'],
      [1, 1, 'v1'],
    ]);
  });

  test('a value that is taken back lets the next level hold again', async () => {
    const { organizationId } = library.actor;
    await writeSetting(db, null, 'level', 'all', edit);
    await writeSetting(db, organizationId, 'level', 'ours', edit);
    await writeSetting(db, organizationId, 'level', null, edit);
    expect(await readSetting(db, organizationId, 'level')).toBe('all');
    await writeSetting(db, null, 'level', null, edit);
    expect(await readSetting(db, organizationId, 'level')).toBeNull();
  });

  test('a setting that moved on is not overwritten', async () => {
    await writeSetting(db, null, 'moved', 1, edit);
    await writeSetting(db, null, 'moved', 2, edit);
    await expect(writeSetting(db, null, 'moved', 3, { ...edit, expectedVersion: 1 })).rejects.toThrow(
      'version 2, not 1',
    );
  });
});
