import { InvalidInput } from '@plumbline/kit';
import type { Model, ScalarField } from '../registry/model.ts';
import { addressIn } from './addresses.ts';
import { columnSql, type StatementBuilder } from './context.ts';
import { displaySql } from './display.ts';
import { hostSql, likeText } from './filter/field-sql.ts';

/** A short text query: words with union, intersection and difference. */
export type QueryNode =
  | { readonly kind: 'word'; readonly text: string }
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

const isText = (field: ScalarField): boolean => ['text', 'slug', 'longText', 'url'].includes(field.spec.kind);

/** Own columns a word is looked for in when search rows can't answer it. */
const ownFields = (model: Model): ScalarField[] =>
  [...model.scalars.values()].filter(
    (f) => isText(f) && (f.spec.search !== undefined || model.display.includes(f.name)),
  );

const wordSql = (builder: StatementBuilder, model: Model, alias: string, word: string): string => {
  builder.isStable = false;
  const pattern = builder.add(`%${likeText(word)}%`, 'text');
  const parts = ownFields(model).map((field) => `${columnSql(alias, field.column)} ILIKE ${pattern}`);
  if (!model.display.every((key) => ownFields(model).some((f) => f.name === key)) || parts.length === 0)
    parts.push(`${displaySql(model, alias)} ILIKE ${pattern}`);
  if (/^\d{1,9}$/.test(word)) parts.push(`${columnSql(alias, 'number')} = ${builder.add(Number(word), 'int4')}`);
  const address = addressIn(word);
  if (address !== null)
    for (const field of model.scalars.values())
      if (field.spec.kind === 'ipHost' || field.spec.kind === 'ipCidr')
        parts.push(
          `${field.spec.kind === 'ipHost' ? hostSql(columnSql(alias, field.column)) : columnSql(alias, field.column)} <<= network(${builder.add(address, 'inet')})`,
        );
  return parts.length === 1 ? (parts[0] ?? 'false') : `(${parts.join(' OR ')})`;
};

/** Words of three letters and more are looked up in the search rows, whose trigram index answers them. */
const searchRowsSql = (builder: StatementBuilder, model: Model, alias: string, word: string): string => {
  const organization = builder.add(builder.context.actor.organizationId, 'uuid');
  const pattern = builder.add(`%${likeText(word)}%`, 'text');
  const type = builder.add(model.name, 'text');
  return (
    `${alias}.id IN (SELECT s.object_id FROM core_search s WHERE s.organization_id = ${organization}` +
    ` AND s.object_type = ${type} AND s.value ILIKE ${pattern})`
  );
};

const isSearched = (model: Model): boolean =>
  model.global === null &&
  model.display.length > 0 &&
  model.display.every((key) => model.scalars.get(key)?.spec.search !== undefined);

/** A short query as a condition on the row behind `alias`. */
export const queryTextSql = (builder: StatementBuilder, model: Model, alias: string, node: QueryNode): string => {
  switch (node.kind) {
    case 'word':
      return isSearched(model) && node.text.length >= 3 && addressIn(node.text) === null && !/^\d+$/.test(node.text)
        ? searchRowsSql(builder, model, alias, node.text)
        : wordSql(builder, model, alias, node.text);
    case 'without':
      return `(${queryTextSql(builder, model, alias, node.node)}) IS NOT TRUE`;
    case 'all':
      return `(${node.nodes.map((n) => queryTextSql(builder, model, alias, n)).join(' AND ')})`;
    case 'any':
      return `(${node.nodes.map((n) => queryTextSql(builder, model, alias, n)).join(' OR ')})`;
    default:
      return node satisfies never;
  }
};
