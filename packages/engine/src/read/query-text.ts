import { InvalidInput } from '@plumbline/kit';
import type { Model, ScalarField } from '../registry/model.ts';
import { addressIn } from './addresses.ts';
import { columnSql, idArray, textArray, type StatementBuilder } from './context.ts';
import { displaySql } from './display.ts';
import { seenFieldsOf } from './field-rights.ts';
import { hostSql, likeText } from './filter/field-sql.ts';

/** A short text query: words with union, intersection and difference. */
export type QueryNode =
  /** `isSearched`: the search rows of the model answer it as well. */
  | { readonly kind: 'word'; readonly text: string; readonly isSearched?: true }
  /** A word that was looked up already. */
  | { readonly kind: 'found'; readonly ids: readonly string[] }
  | { readonly kind: 'all' | 'any'; readonly nodes: readonly QueryNode[] }
  | { readonly kind: 'without'; readonly node: QueryNode };

const MAX_WORDS = 20;
const TOKEN = /\s*(?:"([^"]*)"|([()|&])|(-)(?=[^\s-])|([^\s()|&"]+))/y;

type Token = { readonly kind: 'word'; readonly text: string } | { readonly kind: '(' | ')' | '|' | '&' | '-' };

const refuse = (path: string, message: string): InvalidInput =>
  new InvalidInput([{ path, code: 'BAD_USER_INPUT', message }]);

const tokensOf = (text: string, path: string): Token[] => {
  const tokens: Token[] = [];
  let at = 0;
  while (text.slice(at).trim() !== '') {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (!match) throw refuse(path, `The query has an open quote near "${text.slice(at, at + 20)}".`);
    const [whole, phrase, symbol, minus, word] = match;
    at += whole.length;
    if (phrase !== undefined || word !== undefined) tokens.push({ kind: 'word', text: phrase ?? word ?? '' });
    else tokens.push({ kind: (symbol ?? minus) as '(' | ')' | '|' | '&' | '-' });
  }
  return tokens;
};

/** `any := all ('|' all)*`, `all := part (['&'] part)*`, `part := ['-'] (word | '(' any ')')`. */
class QueryParser {
  #at = 0;
  readonly #tokens: readonly Token[];
  readonly #path: string;

  constructor(tokens: readonly Token[], path: string) {
    this.#tokens = tokens;
    this.#path = path;
  }

  #take(kind: Token['kind']): boolean {
    if (this.#tokens[this.#at]?.kind !== kind) return false;
    this.#at += 1;
    return true;
  }

  any(): QueryNode {
    const nodes = [this.#all()];
    while (this.#take('|')) nodes.push(this.#all());
    return nodes.length === 1 && nodes[0] ? nodes[0] : { kind: 'any', nodes };
  }

  #all(): QueryNode {
    const nodes: QueryNode[] = [];
    for (;;) {
      this.#take('&');
      const next = this.#tokens[this.#at];
      if (!next || next.kind === '|' || next.kind === ')') break;
      nodes.push(this.#part());
    }
    if (nodes.length === 0) throw refuse(this.#path, 'The query has an operator without a word beside it.');
    return nodes.length === 1 && nodes[0] ? nodes[0] : { kind: 'all', nodes };
  }

  #part(): QueryNode {
    if (this.#take('-')) return { kind: 'without', node: this.#part() };
    if (this.#take('(')) {
      const inner = this.any();
      if (!this.#take(')')) throw refuse(this.#path, 'The query has an open parenthesis.');
      return inner;
    }
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'word') throw refuse(this.#path, 'The query has an operator without a word beside it.');
    this.#at += 1;
    return { kind: 'word', text: token.text };
  }

  get isDone(): boolean {
    return this.#at >= this.#tokens.length;
  }
}

/**
 * Reads a short query: words that must all occur, `|` for union, `-word` for difference, quotes and parentheses.
 *
 * @throws InvalidInput when quotes or parentheses do not match up, or it holds more than 20 words.
 */
export const parseQueryText = (text: string, path: string): QueryNode | null => {
  if (text.includes('\0')) throw refuse(path, 'The query must not contain a NUL character.');
  const tokens = tokensOf(text, path);
  if (tokens.length === 0) return null;
  if (tokens.filter((token) => token.kind === 'word').length > MAX_WORDS)
    throw refuse(path, `The query holds more than ${MAX_WORDS} words.`);
  const parser = new QueryParser(tokens, path);
  const node = parser.any();
  if (!parser.isDone) throw refuse(path, 'The query has a parenthesis too many.');
  return node;
};

const TEXT: ReadonlySet<string> = new Set(['text', 'slug', 'longText', 'url', 'choice']);
/** Kinds whose text is searched as well, though the column is none. */
const CAST: ReadonlySet<string> = new Set(['ipHost', 'ipCidr', 'mac', 'wwn']);

const isText = (field: ScalarField): boolean => TEXT.has(field.spec.kind) || CAST.has(field.spec.kind);

const textOf = (alias: string, field: ScalarField): string =>
  `${columnSql(alias, field.column)}${CAST.has(field.spec.kind) ? '::text' : ''}`;

/** Own columns a word is looked for in when search rows can't answer it. */
const ownFields = (model: Model, seen: ReadonlySet<string> | null): ScalarField[] =>
  [...model.scalars.values()].filter(
    (f) => isText(f) && (f.spec.search !== undefined || model.display.includes(f.name)) && (seen?.has(f.name) ?? true),
  );

const wordSql = (builder: StatementBuilder, model: Model, alias: string, word: string): string => {
  builder.isStable = false;
  const pattern = builder.add(`%${likeText(word)}%`, 'text');
  const seen = seenFieldsOf(builder.context)(model);
  const fields = ownFields(model, seen);
  const parts = fields.map((field) => `${textOf(alias, field)} ILIKE ${pattern}`);
  if (!model.display.every((key) => fields.some((f) => f.name === key)) || parts.length === 0)
    parts.push(`${displaySql(model, alias)} ILIKE ${pattern}`);
  if (/^\d{1,9}$/.test(word)) parts.push(`${columnSql(alias, 'number')} = ${builder.add(Number(word), 'int4')}`);
  const address = addressIn(word);
  if (address !== null)
    for (const field of model.scalars.values())
      if ((field.spec.kind === 'ipHost' || field.spec.kind === 'ipCidr') && (seen?.has(field.name) ?? true))
        parts.push(
          `${field.spec.kind === 'ipHost' ? hostSql(columnSql(alias, field.column)) : columnSql(alias, field.column)} <<= network(${builder.add(address, 'inet')})`,
        );
  return parts.length === 1 ? (parts[0] ?? 'false') : `(${parts.join(' OR ')})`;
};

/** The condition that picks the search rows of a word. */
export const searchRowsSql = (builder: StatementBuilder, model: Model, word: string): string => {
  builder.isStable = false;
  const organization = builder.add(builder.context.actor.organizationId, 'uuid');
  const type = builder.add(model.name, 'text');
  const pattern = builder.add(`%${likeText(word)}%`, 'text');
  const seen = seenFieldsOf(builder.context)(model);
  const fields = seen === null ? '' : ` AND s.field = ANY(${builder.add(textArray([...seen]), 'text[]')})`;
  return `s.organization_id = ${organization} AND s.object_type = ${type} AND s.value ILIKE ${pattern}${fields}`;
};

/**
 * A short query as a condition on the row behind `alias`.
 *
 * `isWhole` says that all rows that match are wanted, not a page: then words are looked up in the search rows.
 */
export const queryTextSql = (
  builder: StatementBuilder,
  model: Model,
  alias: string,
  node: QueryNode,
  isWhole = false,
): string => {
  const below = (nodes: readonly QueryNode[], by: string) =>
    `(${nodes.map((n) => queryTextSql(builder, model, alias, n, isWhole)).join(` ${by} `)})`;
  switch (node.kind) {
    case 'word':
      return isWhole && node.isSearched
        ? `${alias}.id IN (SELECT s.object_id FROM core_search s WHERE ${searchRowsSql(builder, model, node.text)})`
        : wordSql(builder, model, alias, node.text);
    case 'found':
      return `${alias}.id = ANY(${builder.add(idArray(node.ids), 'uuid[]')})`;
    case 'without':
      return `(${queryTextSql(builder, model, alias, node.node, isWhole)}) IS NOT TRUE`;
    case 'all':
      return below(node.nodes, 'AND');
    case 'any':
      return below(node.nodes, 'OR');
    default:
      return node satisfies never;
  }
};
