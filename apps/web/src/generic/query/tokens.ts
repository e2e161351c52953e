/** One condition of a view, as it stands in the URL: `status:in:active,planned`. */
export interface FilterToken {
  /** Field path over references: `name`, `site.region`, `cf.owner`. */
  path: string;
  op: string;
  values: string[];
}

/** One step of the order of a view. */
export interface SortStep {
  path: string;
  descending: boolean;
}

function escapeValue(value: string): string {
  return value.replace(/[\\,~]/g, (sign) => `\\${sign}`);
}

/** Splits at an unescaped separator and keeps escapes for the next step. */
function splitAt(text: string, separator: string): string[] {
  const parts: string[] = [];
  let part = '';
  for (let index = 0; index < text.length; index += 1) {
    const sign = text.charAt(index);
    if (sign === '\\' && index + 1 < text.length) {
      part += sign + text.charAt(index + 1);
      index += 1;
    } else if (sign === separator) {
      parts.push(part);
      part = '';
    } else {
      part += sign;
    }
  }
  parts.push(part);
  return parts;
}

function unescapeValue(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}

/** Writes tokens for the URL; values may hold any character. */
export function formatTokens(tokens: readonly FilterToken[]): string {
  return tokens.map(({ path, op, values }) => `${path}:${op}:${values.map(escapeValue).join(',')}`).join('~');
}

/** Reads tokens from the URL; parts that are no token are dropped. */
export function parseTokens(text: string): FilterToken[] {
  return splitAt(text, '~').flatMap((part) => {
    const match = /^([A-Za-z][\w.]*):([A-Za-z]+):(.*)$/s.exec(part);
    if (!match) return [];
    const [, path = '', op = '', rest = ''] = match;
    return [{ path, op, values: splitAt(rest, ',').map(unescapeValue).filter(Boolean) }];
  });
}

/** Writes an order for the URL: `-name,site.name`. */
export function formatSort(steps: readonly SortStep[]): string {
  return steps.map(({ path, descending }) => (descending ? `-${path}` : path)).join(',');
}

/** Reads an order from the URL. */
export function parseSort(text: string): SortStep[] {
  return text
    .split(',')
    .filter((part) => /^-?[A-Za-z][\w.]*$/.test(part))
    .map((part) => ({ path: part.replace(/^-/, ''), descending: part.startsWith('-') }));
}
