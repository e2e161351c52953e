import { equality, ok, plainCsv, refuse, shown, type Kind } from '../kind.ts';

/** Colour as six lower-case hex digits. */
export const color: Kind = {
  name: 'color',
  column: () => 'character varying(6)',
  checks: (_field, c) => [`${c} ~ '^[0-9a-f]{6}$'`],
  scalar: 'Color',
  json: 'plain',
  operators: equality,
  sortable: true,
  parse: (value) => {
    const hex = typeof value === 'string' ? value.replace(/^#/, '').toLowerCase() : '';
    return /^[0-9a-f]{6}$/.test(hex) ? ok(hex) : refuse(`must be six hex digits such as 2e6fd1, not ${shown(value)}.`);
  },
  ...plainCsv,
  sample: (n) => ((n * 65_537) % 16_777_216).toString(16).padStart(6, '0'),
};
