import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { registry } from '../../src/index.ts';
import { Comparison, keysOf, type Names } from './comparison.ts';
import { DEVIATIONS, RENAMED } from './deviations.ts';
import type { Reference } from './reference-model.ts';

const shared = process.env['PLUMBLINE_SHARED'] ?? join(__dirname, '../../../../../shared');
const folder = join(shared, 'reference');
const isThere = existsSync(folder);
const describeReal = isThere ? describe : describe.skip;
const read = <T>(name: string): T => JSON.parse(readFileSync(join(folder, name), 'utf8')) as T;

describeReal('the model beside the reference', () => {
  const comparison = isThere
    ? new Comparison(registry, read<Reference>('netbox-4.6.json'), read<Names>('names.json'), RENAMED).run()
    : null;
  const differences = comparison?.differences ?? [];

  test('nothing of a model is missing or of another shape', () => {
    const open = differences.filter((one) => !keysOf(one).some((key) => key in DEVIATIONS));
    expect(open.map(({ model, part, says }) => `${model} ${part}: ${says}`)).toEqual([]);
  });

  test('the list of deviations is short, and each stands for something', () => {
    const listed = Object.keys(DEVIATIONS);
    expect(listed.length).toBeLessThanOrEqual(40);
    const needed = new Set(differences.flatMap((one) => keysOf(one).find((key) => key in DEVIATIONS) ?? []));
    expect(listed.filter((key) => !needed.has(key))).toEqual([]);
  });

  test('each renaming is needed', () => {
    expect(Object.keys(RENAMED).filter((key) => !comparison?.renamed.has(key))).toEqual([]);
  });
});
