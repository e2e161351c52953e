import { jsonCsv, ok, refuse, shown, type Kind } from '../kind.ts';

const MAX_BYTES = 1_000_000;

/** JSON document; SQL null and JSON null are never mixed, so JSON null at the top is refused. */
export const json: Kind = {
  name: 'json',
  column: () => 'jsonb',
  checks: (_field, c) => [`jsonb_typeof(${c}) <> 'null'`],
  scalar: 'JSON',
  json: 'json',
  operators: ['isNull', 'path'],
  sortable: false,
  parse: (value) => {
    if (value === undefined || typeof value === 'function' || typeof value === 'symbol') return refuse('must be JSON.');
    const text = JSON.stringify(value);
    if (text.length > MAX_BYTES) return refuse(`is larger than ${MAX_BYTES} bytes as JSON.`);
    if (text.includes('\\u0000')) return refuse('must not contain a NUL character.');
    return typeof value === 'bigint' ? refuse(`must be JSON, not ${shown(String(value))}.`) : ok(value);
  },
  ...jsonCsv,
  sample: (n) => ({ key: n, list: [n, 'a'], nested: { yes: true } }),
};
