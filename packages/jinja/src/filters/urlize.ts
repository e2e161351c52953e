import { raise } from '../errors.ts';
import type { CallSite } from '../values/callable.ts';
import { Markup, type Value } from '../values/model.ts';
import { escape, escapeHtml, joinText } from '../values/text.ts';

/** How links are written. */
export interface UrlizeRules {
  /** Characters shown of a link; null shows all. */
  readonly limit: number | null;
  readonly nofollow: boolean;
  readonly target: string | null;
  readonly rel: string | null;
  readonly schemes: readonly string[];
}

const HTTP =
  /^((https?:\/\/|www\.)(([\w%-]+\.)+)?([a-z]{2,63}|xn--[\w%]{2,59})|([\w%-]{2,63}\.)+(com|net|int|edu|gov|org|info|mil)|(https?:\/\/)((([\d]{1,3})(\.[\d]{1,3}){3})|(\[([\da-f]{0,4}:){2}([\da-f]{0,4}:?){1,6}\])))(?::[\d]{1,5})?(?:[/?#]\S*)?$/iu;
const EMAIL = /^\S+@\w[\w.-]*\.\w+$/u;
const BRACKETS = [
  ['(', ')'],
  ['<', '>'],
  ['&lt;', '&gt;'],
] as const;

const occurrences = (text: string, part: string): number => text.split(part).length - 1;

/** A word without what stands around it: brackets and punctuation. */
function peel(word: string): { head: string; middle: string; tail: string } {
  let [head, middle, tail] = ['', word, ''];
  const before = /^([(<]|&lt;)+/.exec(middle)?.[0] ?? '';
  head = before;
  middle = middle.slice(before.length);
  if (/(?:\)|>|&gt;|[.,\n])$/.test(middle)) {
    const after = /(?:\)|>|&gt;|[.,\n])+$/.exec(middle)?.[0] ?? '';
    tail = after;
    middle = middle.slice(0, middle.length - after.length);
  }
  for (const [open, close] of BRACKETS) {
    const opened = occurrences(middle, open);
    if (opened <= occurrences(middle, close)) continue;
    for (let left = Math.min(opened, occurrences(tail, close)); left > 0; left -= 1) {
      const end = tail.indexOf(close) + close.length;
      middle += tail.slice(0, end);
      tail = tail.slice(end);
    }
  }
  return { head, middle, tail };
}

function link(middle: string, rules: UrlizeRules, attributes: string): string {
  const { limit } = rules;
  const shown = limit !== null && middle.length > limit ? `${middle.slice(0, limit)}...` : middle;
  if (HTTP.test(middle)) {
    const target = /^https?:\/\//.test(middle) ? middle : `https://${middle}`;
    return `<a href="${target}"${attributes}>${shown}</a>`;
  }
  if (middle.startsWith('mailto:') && EMAIL.test(middle.slice(7))) return `<a href="${middle}">${middle.slice(7)}</a>`;
  const isMail = middle.includes('@') && !middle.startsWith('www.') && !middle.startsWith('@') && !middle.includes(':');
  if (isMail && EMAIL.test(middle)) return `<a href="mailto:${middle}">${middle}</a>`;
  const scheme = rules.schemes.find((one) => middle !== one && middle.startsWith(one));
  return scheme === undefined ? middle : `<a href="${middle}"${attributes}>${middle}</a>`;
}

function checkSchemes(schemes: readonly string[]): void {
  for (const scheme of schemes)
    if (!/^([\w.+-]{2,}:(\/){0,2})$/u.test(scheme))
      raise('FilterArgumentError', `'${scheme}' is not a valid URI scheme prefix.`);
}

/** Text as HTML in which web and mail addresses are links. */
export function urlize(site: CallSite, value: Value, rules: UrlizeRules): Value {
  checkSchemes(rules.schemes);
  const rel = new Set((rules.rel ?? '').split(/\s+/).filter(Boolean));
  if (rules.nofollow) rel.add('nofollow');
  for (const word of String(site.policy('urlize.rel') ?? '').split(/\s+/)) if (word) rel.add(word);
  const target = rules.target ?? (site.policy('urlize.target') as string | undefined) ?? null;
  const relText = rel.size > 0 ? ` rel="${escapeHtml([...rel].sort().join(' '))}"` : '';
  const attributes = relText + (target === null ? '' : ` target="${escapeHtml(target)}"`);
  const words = escape(value).text.split(/(\s+)/u);
  const linked = words.map((word) => {
    const { head, middle, tail } = peel(word);
    return head + link(middle, rules, attributes) + tail;
  });
  const text = joinText(linked);
  return site.autoescape ? new Markup(text) : text;
}
