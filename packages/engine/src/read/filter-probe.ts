import type { Model, ScalarField } from '../registry/model.ts';
import { StatementBuilder, whereSql, type ReadContext } from './context.ts';
import { tableSql } from './display.ts';
import { fieldSql, textSql } from './filter/field-sql.ts';
import type { FieldTest, FilterNode } from './filter/tree.ts';
import { SELF } from './plan.ts';
import type { Channel } from './session.ts';

/** Operators whose rows the trigram index of the search rows can find. */
const PARTS: ReadonlySet<string> = new Set([
  'contains',
  'icontains',
  'startsWith',
  'istartsWith',
  'endsWith',
  'iendsWith',
  'ieq',
]);

/** Kinds kept in the search rows as they stand. */
const KINDS: ReadonlySet<string> = new Set(['text', 'slug', 'url']);

/** Search rows hold this much of a value. */
const HELD = 4_000;

/** A text found in more rows than this is common: a scan in the order of the list meets a page of them soon. */
const COMMON = 2_000;

/** Rows looked at to guess how common a text is; tables with fewer are not worth a lookup. */
const SAMPLE = 300;

/** Texts looked up for one filter at most; further ones are compared row by row. */
const MOST_LOOKUPS = 4;

/** Three letters or digits in a row: what the index can look up. Beyond ASCII the database may fold case otherwise. */
const LOOKED_UP = /^(?=.*[a-z0-9]{3})[\x20-\x7e]+$/i;

const isHeld = (model: Model, { spec }: ScalarField): boolean =>
  model.global === null &&
  !model.handMade &&
  spec.search !== undefined &&
  spec.derived !== true &&
  KINDS.has(spec.kind) &&
  (spec.max ?? 200) <= HELD;

const isProbed = (model: Model, { field, operator, value }: FieldTest): boolean =>
  PARTS.has(operator) && isHeld(model, field) && LOOKED_UP.test(String(value));

/** Children of a node with the model they are about. */
const below = (model: Model, node: FilterNode): readonly (readonly [Model, FilterNode])[] => {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.nodes.map((part) => [model, part]);
    case 'not':
      return [[model, node.node]];
    case 'one':
    case 'arm':
    case 'set':
      return [[node.target, node.node]];
    default:
      return [];
  }
};

/** Whether a filter is looked up before it is compared, which takes statements of its own. */
export const isLookedUp = (model: Model, node: FilterNode): boolean =>
  node.kind === 'field' ? isProbed(model, node) : below(model, node).some(([target, part]) => isLookedUp(target, part));

/**
 * Looks the texts of a filter up in the search rows before a list is read, so that a part of a name is found through
 * their trigram index and no column needs one of its own. Common texts are left to a scan in the order of the list.
 */
export class FilterProbe {
  readonly #channel: Channel;
  readonly #context: ReadContext;
  readonly #found = new Map<string, Promise<readonly string[] | null>>();

  constructor(channel: Channel, context: ReadContext) {
    this.#channel = channel;
    this.#context = context;
  }

  /** The filter with rare texts narrowed to the rows that hold them; two statements per text. */
  async settle(model: Model, node: FilterNode): Promise<FilterNode> {
    switch (node.kind) {
      case 'field':
        return this.#settleField(model, node);
      case 'and':
      case 'or': {
        const nodes: FilterNode[] = [];
        for (const part of node.nodes) nodes.push(await this.settle(model, part));
        return { kind: node.kind, nodes };
      }
      case 'not':
        return { kind: 'not', node: await this.settle(model, node.node) };
      case 'one':
      case 'arm':
      case 'set':
        return { ...node, node: await this.settle(node.target, node.node) };
      default:
        return node;
    }
  }

  async #settleField(model: Model, test: FieldTest): Promise<FilterNode> {
    if (!isProbed(model, test)) return test;
    const key = `${model.name} ${test.field.name} ${test.operator} ${String(test.value)}`;
    if (!this.#found.has(key) && this.#found.size >= MOST_LOOKUPS) return test;
    const found = this.#found.get(key) ?? this.#lookup(model, test);
    this.#found.set(key, found);
    const ids = await found;
    return ids === null ? test : { kind: 'found', ids, test };
  }

  async #lookup(model: Model, test: FieldTest): Promise<readonly string[] | null> {
    if (!(await this.#isRare(model, test))) return null;
    const builder = new StatementBuilder(this.#context);
    const ids: string[] = [];
    const conditions = [
      `s.organization_id = ${builder.add(this.#context.actor.organizationId, 'uuid')}`,
      `s.object_type = ${builder.add(model.name, 'text')}`,
      `s.field = ${builder.add(test.field.name, 'text')}`,
      textSql(builder, 's.value', test.operator === 'ieq' ? 'like' : test.operator, test.value) ?? 'true',
    ];
    await this.#run(
      builder,
      `SELECT s.object_id FROM core_search s${whereSql(conditions)} LIMIT ${COMMON + 1}`,
      ([id]) => ids.push(id ?? ''),
    );
    return ids.length > COMMON ? null : ids;
  }

  /** Whether few of the first rows hold the text; where many do, so do many others, and a lookup of them is wasted. */
  async #isRare(model: Model, test: FieldTest): Promise<boolean> {
    const builder = new StatementBuilder(this.#context);
    const sample = `SELECT ${SELF}.* FROM ${tableSql(model, SELF)}${whereSql(builder.visible(model, SELF))} LIMIT ${SAMPLE}`;
    const holds = `count(*) FILTER (WHERE ${fieldSql(builder, SELF, test)})`;
    let isRare = false;
    await this.#run(builder, `SELECT count(*), ${holds} FROM (${sample}) ${SELF}`, ([rows, holding]) => {
      isRare = Number(rows) === SAMPLE && Number(holding) < SAMPLE / 50;
    });
    return isRare;
  }

  #run(builder: StatementBuilder, text: string, take: (fields: readonly (string | null)[]) => void): Promise<void> {
    return this.#channel.run({ text, values: builder.values, isStable: false }, take);
  }
}
