import { raise } from '../errors.ts';
import type { CallSite } from '../values/callable.ts';
import { Dict } from '../values/dict.ts';
import { each, toArray, truth, tryIterate } from '../values/iterate.ts';
import { isHost, isText, Markup, textOf, type Value } from '../values/model.ts';
import { typeName } from '../values/names.ts';
import { escape, escapeHtml, joinText, quote, str } from '../values/text.ts';
import { isUndefined } from '../values/undefined.ts';
import { toJson } from './json.ts';
import { filter, integerOf, type NamedFilter } from './support.ts';
import { urlize } from './urlize.ts';

function quoteUrl(text: string, forQuery: boolean): string {
  const coded = encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd')).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return forQuery ? coded.replaceAll('%20', '+') : coded.replaceAll('%2F', '/');
}

function urlEncode(value: Value): string {
  if (isText(value) || (!(value instanceof Dict) && !tryIterate(value))) return quoteUrl(str(value), false);
  const parts: string[] = [];
  const pairs: Iterable<readonly Value[]> = value instanceof Dict ? value.entries() : pairsOf(value);
  for (const [key = null, item = null] of pairs) parts.push(`${quoteUrl(str(key), true)}=${quoteUrl(str(item), true)}`);
  return joinText(parts, '&');
}

function* pairsOf(value: Value): Generator<Value[]> {
  for (const pair of each(value)) {
    const items = toArray(pair);
    if (items.length !== 2) raise('ValueError', `not enough values to unpack (expected 2, got ${items.length})`);
    yield items;
  }
}

function xmlAttributes(site: CallSite, value: Value, autospace: Value): Value {
  if (isUndefined(value)) value.fail();
  if (!(value instanceof Dict)) return raise('AttributeError', `'${typeName(value)}' object has no attribute 'items'`);
  const parts: string[] = [];
  for (const [key, item] of value.entries()) {
    if (item === null || isUndefined(item)) continue;
    const name = str(key);
    if (/[\s/>=]/.test(name)) raise('ValueError', `Invalid character in attribute name: ${quote(name)}`);
    parts.push(`${escapeHtml(name)}="${escape(item).text}"`);
  }
  const text = (truth(autospace) && parts.length > 0 ? ' ' : '') + joinText(parts, ' ');
  return site.autoescape ? new Markup(text) : text;
}

const safe = (value: Value): Value => (value instanceof Markup ? value : new Markup(str(value)));

const force = (value: Value): Value =>
  new Markup(escapeHtml(isHost(value) && value.html ? value.html() : isText(value) ? textOf(value) : str(value)));

/** Filters that make text safe for HTML, URLs and JSON. */
export const HTML_FILTERS: readonly NamedFilter[] = [
  filter('escape', 'escape', [], (_site, value) => escape(value)),
  filter('e', 'escape', [], (_site, value) => escape(value)),
  filter('forceescape', 'do_forceescape', [], (_site, value) => force(value)),
  filter('safe', 'do_mark_safe', [], (_site, value) => safe(value)),
  filter('urlencode', 'do_urlencode', [], (_site, value) => urlEncode(value)),
  filter('xmlattr', 'do_xmlattr', [['autospace', true]], (site, value, autospace = true) =>
    xmlAttributes(site, value, autospace),
  ),
  filter('tojson', 'do_tojson', [['indent', null]], (site, value, indent = null) => toJson(site, value, indent)),
  filter(
    'urlize',
    'do_urlize',
    [
      ['trim_url_limit', null],
      ['nofollow', false],
      ['target', null],
      ['rel', null],
      ['extra_schemes', null],
    ],
    (site, value, limit = null, nofollow = false, target = null, rel = null, schemes = null) =>
      urlize(site, value, {
        limit: limit === null ? null : integerOf(limit),
        nofollow: truth(nofollow),
        target: target === null ? null : str(target),
        rel: rel === null ? null : str(rel),
        schemes: schemes === null ? [] : toArray(schemes).map(str),
      }),
  ),
];
