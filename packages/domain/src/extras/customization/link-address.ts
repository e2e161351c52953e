import { URL_SCHEMES } from '../../core/core.settings.ts';

/** Characters of an address that browsers would drop or encode in their own way. */
const ODD = /[^A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]/gu;

const encoded = (sign: string): string => {
  try {
    return encodeURIComponent(sign);
  } catch {
    return ''; // half a character
  }
};

/** An address as browsers read it: what it may not hold is encoded, and what they leave out is gone. */
export const linkAddress = (rendered: string): string =>
  rendered
    .trim()
    .replaceAll(/\p{Cc}/gu, '')
    .replaceAll(ODD, encoded);

/** Scheme of an address in lower case; null for an address inside the product. */
export const schemeOf = (address: string): string | null =>
  /^([a-z][a-z0-9+.-]*):/i.exec(address)?.[1]?.toLowerCase() ?? null;

/** Schemes that run code or read files of who clicks, whatever a setting says. */
const NEVER: ReadonlySet<string> = new Set(['javascript', 'vbscript', 'data', 'blob', 'file', 'about', 'view-source']);

/** Schemes that links may have, from the value of the setting; those it starts with while there is none. */
export const allowedSchemes = (setting: unknown): ReadonlySet<string> => {
  const list: readonly unknown[] = Array.isArray(setting) ? setting : URL_SCHEMES.default;
  const named = list.flatMap((scheme) =>
    typeof scheme === 'string' ? [scheme.toLowerCase().replace(/:.*$/, '')] : [],
  );
  return new Set(named.filter((scheme) => !NEVER.has(scheme)));
};

/**
 * Why a link is not shown, as a sentence; null when it may be opened.
 *
 * Addresses without a scheme stay on the server, unless they begin with two slashes, which leave it.
 */
export const refusedAddress = (address: string, schemes: ReadonlySet<string>): string | null => {
  if (address === '') return 'The address is empty.';
  const scheme = schemeOf(address);
  if (scheme === null) {
    if (/^[/?#]/.test(address) && !/^[/\\]{2}/.test(address)) return null;
    return 'The address has no scheme; begin it with https:// or with one slash.';
  }
  return schemes.has(scheme) ? null : `Links to ${scheme}: are not opened; the setting core.urlSchemes says which are.`;
};

/** What a link is called: text without markup, on one line. */
export const linkText = (rendered: string): string =>
  rendered
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 200);
