import { objectsPerRow, rootBatches, rowPlans } from './batches.ts';
import type { Fields } from './codec.ts';
import type { ReadContext } from './context.ts';
import { encodeCursor, signatureOf } from './cursor.ts';
import type { Loader } from './loader.ts';
import type { ConnectionItem, ListPlan, Plan, RootPlan } from './plan.ts';
import { RootRunner } from './roots.ts';
import type { Channel } from './session.ts';
import type { ConnectionState, Shape } from './shape.ts';
import { itemText, keyText } from './text-shape.ts';

/** Objects a root list may amount to before it is read in batches. */
const LARGE = 25_000;

const holdsRows = (item: ConnectionItem): boolean => item.kind === 'nodes' || item.kind === 'edges';

const needsRows = (item: ConnectionItem): boolean =>
  item.kind === 'pageInfo' && item.parts.some((part) => part.part !== '__typename');

/**
 * Whether a list can be written while it is read: its rows are selected once, forwards, and before the page
 * information that depends on them.
 */
const isForward = (list: ListPlan): boolean => {
  const at = list.items.findIndex(holdsRows);
  if (at < 0 || list.page.backward || list.items.filter(holdsRows).length > 1 || rowPlans(list).length > 1)
    return false;
  return !list.items.slice(0, at).some(needsRows);
};

/** Whether a root field is read in batches; smaller ones are quicker in one go. */
const isLarge = (root: RootPlan): root is RootPlan & { kind: 'list' } =>
  root.kind === 'list' && isForward(root.list) && root.list.page.size * objectsPerRow(root.list) > LARGE;

/** Whether an answer is worth writing piece by piece. */
export const isStreamed = (plan: Plan): boolean => plan.roots.some(isLarge);

/** What pieces are read with. */
export interface Source {
  readonly channel: Channel;
  readonly context: ReadContext;
  readonly loader: Loader<string>;
  readonly shape: Shape<string>;
}

/** Follows a list while it is read, for the page information behind it. */
class Progress {
  readonly #list: ListPlan;
  readonly #signature: string;
  #left: number;
  #first: Fields | null = null;
  #last: Fields | null = null;
  hasMore = false;

  constructor(list: ListPlan) {
    this.#list = list;
    this.#signature = signatureOf(list.terms);
    this.#left = list.page.size;
  }

  get isEmpty(): boolean {
    return this.#first === null;
  }

  /** The rows of a batch that belong to the page; one beyond it says that others follow. */
  take(rows: readonly Fields[]): readonly Fields[] {
    this.hasMore = rows.length > this.#left;
    const kept = this.hasMore ? rows.slice(0, this.#left) : rows;
    this.#left -= kept.length;
    this.#first ??= kept[0] ?? null;
    this.#last = kept.at(-1) ?? this.#last;
    return kept;
  }

  cursorOf(fields: Fields | null | undefined): string {
    const at = this.#list.columns.list.length;
    return encodeCursor(this.#signature, (fields ?? []).slice(at, at + this.#list.terms.length));
  }

  /** The connection around the rows: two stand for the first and the last. */
  state(total: number): ConnectionState<string> {
    const { from, offset } = this.#list.page;
    return {
      views: [],
      start: 0,
      end: this.isEmpty ? 0 : 2,
      total,
      hasNext: this.hasMore,
      hasPrevious: from !== null || offset > 0,
      cursor: (row) => this.cursorOf(row === 0 ? this.#first : this.#last),
    };
  }
}

const NO_STATE = { total: 0, hasNext: false, hasPrevious: false } as const;

/**
 * Characters of a piece.
 *
 * V8 keeps strings from 128 kB on apart and frees them only when it collects everything, so that an export of larger
 * pieces would leave as much memory behind as it has bytes; smaller ones go with the young.
 */
const PIECE = 50_000;

/** Ends of runs of rows whose texts fill a piece each; a row longer than a piece is a run of its own. */
const runEnds = (views: readonly (readonly string[])[], rows: number): number[] => {
  const ends: number[] = [];
  let length = 0;
  for (let row = 0; row < rows; row++) {
    const own = views.reduce((sum, view) => sum + (view[row]?.length ?? 0), 0);
    if (length > 0 && length + own > PIECE) {
      ends.push(row);
      length = 0;
    }
    length += own;
  }
  return [...ends, rows];
};

/** The texts of one batch of `nodes` or `edges`, without brackets, in pieces with commas between them. */
async function* batchPieces(
  { loader }: Source,
  list: ListPlan,
  item: ConnectionItem,
  rows: readonly Fields[],
  progress: Progress,
): AsyncGenerator<string> {
  const views = await Promise.all(rowPlans(list).map((plan) => loader.rows(plan, rows)));
  const cursor = (row: number) => progress.cursorOf(rows[row]);
  let start = 0;
  for (const end of runEnds(views, rows.length)) {
    const text = itemText(item, { ...NO_STATE, views, start, end, cursor }, 0).slice(1, -1);
    yield start === 0 ? text : `,${text}`;
    start = end;
  }
}

/** The text of one large connection. */
async function* listPieces(source: Source, asked: ListPlan): AsyncGenerator<string> {
  const { channel, context, loader } = source;
  const list = await loader.settled(asked);
  const total = list.wantsTotal ? await loader.total(list, null) : 0;
  const progress = new Progress(list);
  const at = list.items.findIndex(holdsRows);
  const text = (item: ConnectionItem, i: number) => keyText(i, item.key) + itemText(item, progress.state(total), 0);
  const rowsItem = list.items[at] as ConnectionItem;
  yield `${list.items.slice(0, at).map(text).join('')}${keyText(at, rowsItem.key)}[`;
  for await (const batch of rootBatches(channel, context, list)) {
    const isFirst = progress.isEmpty;
    const rows = progress.take(batch);
    if (rows.length === 0) continue;
    if (!isFirst) yield ',';
    yield* batchPieces(source, list, rowsItem, rows, progress);
  }
  const rest = list.items.slice(at + 1).map((item, i) => text(item, at + 1 + i));
  yield `]${rest.join('')}}`;
}

/** The text of `data`, root field after root field, large lists batch by batch; the same as in one go. */
export async function* answerPieces(source: Source, roots: readonly RootPlan[]): AsyncGenerator<string> {
  const { channel, context, shape, loader } = source;
  const runner = new RootRunner(channel, context, shape, loader);
  for (const [i, root] of roots.entries()) {
    yield keyText(i, root.key);
    if (isLarge(root)) yield* listPieces(source, root.list);
    else yield await runner.run(root);
  }
  yield '}';
}

/** Each row of a list as a text of its own, batch by batch, to the end of the list. */
export async function* rowTexts(source: Source, asked: ListPlan): AsyncGenerator<readonly string[]> {
  const list = await source.loader.settled(asked);
  const [plan] = rowPlans(list);
  if (!plan) return;
  for await (const rows of rootBatches(source.channel, source.context, list)) yield source.loader.rows(plan, rows);
}
