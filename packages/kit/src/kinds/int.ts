import { ok, ordered, plainCsv, refuse, shown, type Kind } from '../kind.ts';
import type { FieldSpec } from '../spec.ts';

/** Refusal of a number outside the field's limits, or null when it fits. */
export const limitProblem = (value: number, field: FieldSpec): string | null => {
  const unit = field.unit ? ` ${field.unit}` : '';
  if (field.not?.includes(value)) return `must not be ${value}.`;
  if (field.min !== undefined && field.max !== undefined && (value < field.min || value > field.max))
    return `must lie between ${field.min} and ${field.max}${unit}; ${value} does not.`;
  if (field.min !== undefined && value < field.min) return `must be at least ${field.min}${unit}, not ${value}.`;
  if (field.max !== undefined && value > field.max) return `must be at most ${field.max}${unit}, not ${value}.`;
  return null;
};

/** SQL conditions for the field's limits. */
export const limitChecks = (field: FieldSpec, c: string): string[] => [
  ...(field.min === undefined ? [] : [`${c} >= ${field.min}`]),
  ...(field.max === undefined ? [] : [`${c} <= ${field.max}`]),
  ...(field.not ?? []).map((value) => `${c} <> ${value}`),
];

const INT4_MAX = 2_147_483_647;

/** Whole number of 32 bits. */
export const int: Kind = {
  name: 'int',
  column: () => 'integer',
  checks: limitChecks,
  scalar: 'Int',
  json: 'number',
  operators: ordered,
  sortable: true,
  parse: (value, field) => {
    const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isInteger(number) || Math.abs(number) > INT4_MAX)
      return refuse(`must be a whole number, not ${shown(value)}.`);
    const problem = limitProblem(number, field);
    return problem === null ? ok(number) : refuse(problem);
  },
  ...plainCsv,
  sample: (n, field) => Math.min(Math.max(n, field.min ?? 0), field.max ?? INT4_MAX),
};
