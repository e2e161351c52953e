import { jsonCsv, ok, refuse, shown, type Kind } from '../kind.ts';
import { limitProblem } from './int.ts';

/** List of whole numbers, such as the units of a rack reservation. */
export const intList: Kind = {
  name: 'intList',
  column: () => 'integer[]',
  select: (c) => `to_json(${c})`,
  scalar: 'Int',
  isList: true,
  json: 'json',
  operators: ['isNull', 'has'],
  sortable: false,
  parse: (value, field) => {
    if (!Array.isArray(value) || !value.every((item) => Number.isInteger(item)))
      return refuse(`must be a list of whole numbers, not ${shown(value)}.`);
    const problem = value.map((item: number) => limitProblem(item, field)).find((p) => p !== null);
    return problem ? refuse(`holds a value that ${problem}`) : ok(value);
  },
  ...jsonCsv,
  sample: (n, field) => [Math.max(n, field.min ?? 0), Math.max(n, field.min ?? 0) + 1],
};

/** List of texts, such as the object types a custom field applies to. */
export const textList: Kind = {
  name: 'textList',
  column: () => 'text[]',
  select: (c) => `to_json(${c})`,
  scalar: 'String',
  isList: true,
  json: 'json',
  operators: ['isNull', 'has'],
  sortable: false,
  parse: (value) =>
    Array.isArray(value) && value.every((item) => typeof item === 'string' && !item.includes('\0'))
      ? ok(value)
      : refuse(`must be a list of texts, not ${shown(value)}.`),
  ...jsonCsv,
  sample: (n) => [`item ${n}`, 'b'],
};
