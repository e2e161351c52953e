import { ok, plainCsv, refuse, shown, textual, type Kind } from '../kind.ts';

const SLUG = /^[-a-zA-Z0-9_]+$/;

/** Short name for URLs and templates: letters, digits, hyphen and underscore. */
export const slug: Kind = {
  name: 'slug',
  column: (field) => `character varying(${field.max ?? 100})`,
  checks: (_field, c) => [`${c} ~ '^[-a-zA-Z0-9_]+$'`],
  scalar: 'String',
  json: 'plain',
  operators: textual,
  sortable: true,
  parse: (value, field) => {
    if (typeof value !== 'string' || !SLUG.test(value))
      return refuse(`must hold only letters, digits, "-" and "_"; ${shown(value)} does not.`);
    if (value.length > (field.max ?? 100)) return refuse(`is longer than ${field.max ?? 100} characters.`);
    return ok(value);
  },
  ...plainCsv,
  sample: (n, field) => `${field.key}-${n}`,
};
