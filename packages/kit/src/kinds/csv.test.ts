import type { FieldSpec } from '../spec.ts';
import { kinds } from './index.ts';

const choices = { name: 'x', closed: true, choices: [1, 2, 3, 4, 5, 6].map((value) => ({ value, label: `${value}` })) };
const texts = { ...choices, choices: choices.choices.map((choice) => ({ ...choice, value: `v${choice.value}` })) };

const specOf = (kind: string): FieldSpec => {
  const base = { key: 'field', kind, optional: true };
  if (kind === 'intChoice') return { ...base, choiceSet: choices };
  if (kind === 'choice') return { ...base, choiceSet: texts };
  return kind === 'decimal' ? { ...base, digits: 8, scale: 2 } : base;
};

/** Secrets leave no trace in files. */
const readable = [...kinds.values()].filter(({ name }) => name !== 'secret');

test.each(readable.map((kind) => [kind.name, kind] as const))('%s comes back from a CSV cell', (name, kind) => {
  const spec = specOf(name);
  for (const n of [0, 1, 2, 5]) {
    const stored = kind.parse(kind.sample(n, spec), spec);
    if (!stored.ok) throw new Error(stored.problem);
    expect(kind.parse(kind.fromCsv(kind.toCsv(stored.value)), spec)).toEqual(stored);
  }
  expect([kind.toCsv(null), kind.fromCsv('')]).toEqual(['', null]);
});

test('a secret is never written', () => {
  expect(kinds.get('secret')?.toCsv('hidden')).toBe('');
});
