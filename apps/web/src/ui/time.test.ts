import { ago, fromLocalInput, toLocalInput } from './time.ts';

const now = new Date('2026-05-31T12:00:00Z');

describe('times', () => {
  test.each([
    ['2026-05-31T11:59:40Z', 'just now'],
    ['2026-05-31T11:48:00Z', '12 min ago'],
    ['2026-05-29T12:00:00Z', '2 d ago'],
    ['2025-05-01T12:00:00Z', '1 y ago'],
    ['2026-05-31T14:00:00Z', 'in 2 h'],
    ['nonsense', 'nonsense'],
  ])('%s is %s', (iso, text) => {
    expect(ago(iso, now)).toBe(text);
  });

  test('an instant survives the local input to the minute', () => {
    expect(fromLocalInput(toLocalInput('2026-05-31T12:34:00.000Z'))).toBe('2026-05-31T12:34:00.000Z');
    expect(fromLocalInput('')).toBeNull();
  });
});
