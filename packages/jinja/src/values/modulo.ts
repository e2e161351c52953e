import { raise } from '../errors.ts';
import { percentFormat } from '../format/percent.ts';
import { bigFloor, floorMod, numbers, real, refuse } from './arithmetic.ts';
import { Float, Markup, type Value } from './model.ts';

/** `a % b`: the rest of a division, or text formatting. */
export function modulo(a: Value, b: Value): Value {
  if (typeof a === 'string') return percentFormat(a, b);
  if (a instanceof Markup) return new Markup(percentFormat(a.text, b, true));
  const divisor = real(b);
  if (divisor === undefined || real(a) === undefined) return refuse('%', a, b);
  const floats = a instanceof Float || b instanceof Float;
  if (divisor === 0) raise('ZeroDivisionError', floats ? 'float modulo' : 'integer modulo by zero');
  return numbers(a, b, floorMod, (x, y) => x - bigFloor(x, y) * y) ?? refuse('%', a, b);
}
