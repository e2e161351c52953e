import { settingText, settingValue } from './settings.ts';

describe('a setting', () => {
  test('of whole numbers takes those within its limits', () => {
    const type = { kind: 'integer', min: 1, max: 100 };
    expect(settingValue(type, '80')).toEqual({ value: 80 });
    expect(settingValue(type, '101')).toEqual({ problem: 'A whole number from 1 to 100 is needed.' });
    expect(settingValue(type, '')).toEqual({ problem: 'A whole number from 1 to 100 is needed.' });
    expect(settingValue(type, '1.5')).toEqual({ problem: 'A whole number from 1 to 100 is needed.' });
  });

  test('of JSON takes documents', () => {
    expect(settingValue({ kind: 'json' }, '{"a": [1]}')).toEqual({ value: { a: [1] } });
    expect(settingValue({ kind: 'json' }, '{a}')).toEqual({ problem: 'JSON is needed, such as {} or [].' });
  });

  test('is told in words', () => {
    expect([true, false, 15, null].map(settingText)).toEqual(['yes', 'no', '15', 'taken back']);
  });
});
