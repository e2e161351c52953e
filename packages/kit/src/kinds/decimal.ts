import { ok, ordered, plainCsv, refuse, shown, type Kind } from '../kind.ts';
import { limitChecks, limitProblem } from './int.ts';

const DECIMAL = /^-?\d+(\.\d+)?$/;

/** Exact decimal number; travels and stays as text, so 1.50 stays 1.50. */
export const decimal: Kind = {
  name: 'decimal',
  column: (field) => `numeric(${field.digits ?? 12},${field.scale ?? 2})`,
  checks: limitChecks,
  scalar: 'Decimal',
  json: 'plain',
  operators: ordered,
  sortable: true,
  parse: (value, field) => {
    const text = typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
    if (typeof text !== 'string' || !DECIMAL.test(text))
      return refuse(`must be a decimal number such as 12.5, not ${shown(value)}.`);
    const scale = field.scale ?? 2;
    const whole = (field.digits ?? 12) - scale;
    const [left = '', right = ''] = text.replace('-', '').split('.');
    if (right.replace(/0+$/, '').length > scale) return refuse(`has more than ${scale} decimals.`);
    if (left.replace(/^0+/, '').length > whole) return refuse(`has more than ${whole} digits before the point.`);
    const problem = limitProblem(Number(text), field);
    return problem === null ? ok(text) : refuse(problem);
  },
  ...plainCsv,
  sample: (n, field) => Math.min(Math.max(n, field.min ?? 0), field.max ?? 90).toFixed(field.scale ?? 2),
};
