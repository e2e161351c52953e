import { LockGroup } from './lock-group.ts';
import { TryAgain } from './violation.ts';

const turns = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) await Promise.resolve();
};

describe('locks of runs that go side by side', () => {
  test('wait for a run with the same key and for no other', async () => {
    const group = new LockGroup();
    const [first, second] = [{}, {}];
    await group.hold(first, ['a', 'b']);
    await group.hold(second, ['c']);
    const seen: string[] = [];
    const waiting = group.hold(second, ['b']).then(() => seen.push('has it'));
    await turns();
    expect(seen).toEqual([]);
    group.release(first);
    await waiting;
    expect(seen).toEqual(['has it']);
  });

  test('that are shared wait for who has the key alone, and are waited for by who wants it alone', async () => {
    const group = new LockGroup();
    const [first, second, third] = [{}, {}, {}];
    await group.hold(first, ['a'], true);
    await group.hold(second, ['a'], true);
    const seen: string[] = [];
    const alone = group.hold(third, ['a']).then(() => seen.push('alone'));
    group.release(first);
    await turns();
    expect(seen).toEqual([]);
    group.release(second);
    await alone;
    const together = group.hold(first, ['a'], true).then(() => seen.push('together'));
    await turns();
    expect(seen).toEqual(['alone']);
    group.release(third);
    await together;
    expect(seen).toEqual(['alone', 'together']);
  });

  test('never wait in a circle: who would close it starts again', async () => {
    const group = new LockGroup();
    const [first, second] = [{}, {}];
    await group.hold(first, ['a']);
    await group.hold(second, ['b']);
    const waiting = group.hold(first, ['b']);
    await expect(group.hold(second, ['a'])).rejects.toThrow(TryAgain);
    group.release(second);
    await waiting;
    await expect(group.hold(first, ['a', 'b'])).resolves.toBeUndefined();
  });
});
