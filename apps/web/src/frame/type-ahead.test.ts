import { withKey } from './type-ahead.ts';

const press = (key: string, ctrlKey = false) => ({ key, ctrlKey, metaKey: false, altKey: false });

describe('what is typed before the search box stands', () => {
  test('is kept letter by letter, and taken back by Backspace', () => {
    const text = ['f', 'r', 'x', 'Backspace', 'a', ' '].reduce((sum, key) => withKey(sum, press(key)) ?? sum, '');
    expect(text).toBe('fra ');
  });

  test('leaves keys that are no text to the page', () => {
    expect([press('Enter'), press('Escape'), press('k', true)].map((key) => withKey('a', key))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
