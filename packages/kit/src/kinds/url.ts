import { ok, plainCsv, refuse, shown, textual, type Kind } from '../kind.ts';

const SCHEMES = new Set(['http:', 'https:', 'ftp:', 'ftps:', 'ssh:', 'sftp:', 'mailto:', 'tel:']);

/** Absolute URL with a scheme that a browser may follow safely. */
export const url: Kind = {
  name: 'url',
  column: (field) => `character varying(${field.max ?? 200})`,
  scalar: 'URL',
  json: 'string',
  operators: textual,
  sortable: true,
  parse: (value, field) => {
    if (typeof value !== 'string' || !URL.canParse(value) || !SCHEMES.has(new URL(value).protocol))
      return refuse(`must be an absolute URL such as https://example.net/, not ${shown(value)}.`);
    return value.length > (field.max ?? 200) ? refuse(`is longer than ${field.max ?? 200} characters.`) : ok(value);
  },
  ...plainCsv,
  sample: (n) => `https://example.net/${n}`,
};
