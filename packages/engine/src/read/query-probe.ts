import type { Model } from '../registry/model.ts';
import { addressIn } from './addresses.ts';
import { StatementBuilder, whereSql, type ReadContext } from './context.ts';
import { tableSql } from './display.ts';
import { SELF } from './plan.ts';
import { queryTextSql, searchRowsSql, type QueryNode } from './query-text.ts';
import type { Channel } from './session.ts';

/** A word found in more rows than this is common: a scan in the order of the list meets a page of them soon. */
const COMMON = 2_000;

/** Rows looked at to guess how common a word is. */
const SAMPLE = 300;

/** Shortest word the trigram index answers. */
const TRIGRAM = 3;

/** Whether the search rows of a model hold all that a word is compared with. */
const isSearched = (model: Model): boolean =>
  model.global === null &&
  !model.handMade &&
  model.display.length > 0 &&
  model.display.every((key) => model.scalars.get(key)?.spec.search !== undefined);

/** Words answered by the search rows; numbers and addresses are compared with columns of their own. */
const isProbed = (model: Model, word: string): boolean =>
  word.length >= TRIGRAM && !/^\d+$/.test(word) && addressIn(word) === null && isSearched(model);

/**
 * Looks words up in the search rows before a list is read, so that the list is read by id where a word is rare and
 * in its own order where it is common. No single plan is good at both.
 */
export class QueryProbe {
  readonly #channel: Channel;
  readonly #context: ReadContext;
  readonly #found = new Map<string, Promise<QueryNode>>();

  constructor(channel: Channel, context: ReadContext) {
    this.#channel = channel;
    this.#context = context;
  }

  /** The query with rare words replaced by the rows that hold them; two statements per word. */
  async settle(model: Model, node: QueryNode): Promise<QueryNode> {
    switch (node.kind) {
      case 'found':
        return node;
      case 'word':
        return isProbed(model, node.text) ? this.#lookup(model, node.text) : node;
      case 'without':
        return { kind: 'without', node: await this.settle(model, node.node) };
      case 'all':
      case 'any': {
        const nodes: QueryNode[] = [];
        for (const part of node.nodes) nodes.push(await this.settle(model, part));
        return { kind: node.kind, nodes };
      }
      default:
        return node satisfies never;
    }
  }

  #lookup(model: Model, word: string): Promise<QueryNode> {
    const key = `${model.name} ${word}`;
    const known = this.#found.get(key);
    if (known) return known;
    const found = this.#probe(model, word);
    this.#found.set(key, found);
    return found;
  }

  async #probe(model: Model, word: string): Promise<QueryNode> {
    const common: QueryNode = { kind: 'word', text: word, isSearched: true };
    if (await this.#isCommon(model, word)) return common;
    const builder = new StatementBuilder(this.#context);
    const ids = new Set<string>();
    let rows = 0;
    const where = searchRowsSql(builder, model, word);
    await this.#run(builder, `SELECT s.object_id FROM core_search s WHERE ${where} LIMIT ${COMMON + 1}`, (id) => {
      rows += 1;
      ids.add(id);
    });
    return rows > COMMON ? common : { kind: 'found', ids: [...ids] };
  }

  /** Whether some of the first rows hold the word: then so do many others, and a lookup of them all is wasted. */
  async #isCommon(model: Model, word: string): Promise<boolean> {
    const builder = new StatementBuilder(this.#context);
    const sample = `SELECT ${SELF}.* FROM ${tableSql(model, SELF)}${whereSql(builder.visible(model, SELF))} LIMIT ${SAMPLE}`;
    const holds = queryTextSql(builder, model, SELF, { kind: 'word', text: word });
    let count = 0;
    await this.#run(
      builder,
      `SELECT count(*) FROM (${sample}) ${SELF} WHERE ${holds}`,
      (value) => (count = Number(value)),
    );
    return count >= SAMPLE / 50;
  }

  #run(builder: StatementBuilder, text: string, take: (value: string) => void): Promise<void> {
    return this.#channel.run({ text, values: builder.values, isStable: false }, ([value]) => take(value ?? ''));
  }
}
