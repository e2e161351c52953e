import type { Fields } from './codec.ts';
import type { ReadContext } from './context.ts';
import { listPhases, pageSql, readSize } from './level-sql.ts';
import type { ListPlan, RowPlan } from './plan.ts';
import { isRelation } from './plan.ts';
import type { Channel } from './session.ts';
import type { Statement } from './statement.ts';

/** Objects the first batch may hold at most; what later ones hold follows from the bytes of those before. */
const FIRST_OBJECTS = 25_000;
/** Rows of the first batch at most, so that the answer begins soon. */
const FIRST_ROWS = 1_000;
/** Bytes of rows, their relations included, a batch aims at. */
const BATCH_BYTES = 400_000;
const MOST_ROWS = 10_000;

/** Objects a row and everything below it amount to at most. */
const objectsBelow = (row: RowPlan): number =>
  row.items.filter(isRelation).reduce((sum, item) => {
    if (item.kind === 'one') return sum + objectsBelow(item.row);
    if (item.kind === 'arc') return sum + Math.max(0, ...item.arms.map((arm) => objectsBelow(arm.row)));
    if (item.kind === 'list') return sum + item.list.page.size * objectsPerRow(item.list);
    const rows = item.field.kind === 'edge' ? item.field.expected : 0;
    return sum + rows * Math.max(1, ...[...(item.targets?.values() ?? [])].map(objectsBelow));
  }, 0);

/** Objects one row of a list amounts to at most, itself included; nothing when only the total is asked for. */
export const objectsPerRow = (list: ListPlan): number =>
  list.wantsRows ? 1 + rowPlans(list).reduce((sum, row) => sum + objectsBelow(row), 0) : 0;

/** Row selections of a connection, in the order of the response. */
export const rowPlans = (list: ListPlan): RowPlan[] =>
  list.items.flatMap((item) => {
    if (item.kind === 'nodes') return [item.row];
    return item.kind === 'edges' ? item.items.flatMap((e) => (e.kind === 'node' ? [e.row] : [])) : [];
  });

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value));

const statement = (text: string, values: readonly unknown[] = []): Statement => ({ text, values, isStable: false });

/** Names of the cursors of one connection need only differ within a transaction. */
let serial = 0;

/** Chooses how many rows come next from what the rows before took. */
class BatchSizes {
  readonly #channel: Channel;
  readonly #before: number;
  readonly #first: number;
  #rows = 0;

  constructor(channel: Channel, list: ListPlan) {
    this.#channel = channel;
    this.#before = channel.received;
    this.#first = clamp(Math.floor(FIRST_OBJECTS / Math.max(1, objectsPerRow(list))), 1, FIRST_ROWS);
  }

  /** Notes rows whose relations are read as well. */
  done(rows: number): void {
    this.#rows += rows;
  }

  next(): number {
    if (this.#rows === 0) return this.#first;
    const bytes = (this.#channel.received - this.#before) / this.#rows;
    return clamp(Math.floor(BATCH_BYTES / Math.max(1, bytes)), 1, MOST_ROWS);
  }
}

/** One cursor, the next rows asked for while those before are at work. */
async function* cursorRows(channel: Channel, declared: Statement, sizes: BatchSizes): AsyncGenerator<Fields[]> {
  const name = `read_list_${++serial}`;
  const fetch = async (count: number): Promise<Fields[]> => {
    const rows: Fields[] = [];
    await channel.run(statement(`FETCH ${count} FROM ${name}`), (fields) => void rows.push(fields));
    return rows;
  };
  const open = channel.run(
    statement(`DECLARE ${name} NO SCROLL CURSOR FOR ${declared.text}`, declared.values),
    () => undefined,
  );
  if (!channel.isPipelined) await open;
  let size = sizes.next();
  let [, rows] = await Promise.all([open, fetch(size)]);
  while (rows.length === size) {
    size = sizes.next();
    const ahead = channel.isPipelined ? fetch(size) : null;
    ahead?.catch(() => undefined);
    yield rows;
    sizes.done(rows.length);
    rows = await (ahead ?? fetch(size));
  }
  if (rows.length > 0) yield rows;
}

/**
 * Rows of a root list in order, batch after batch, through cursors of the open transaction.
 *
 * The planner is told that all rows will be read, so that the plan is the one of the whole list.
 */
export async function* rootBatches(channel: Channel, context: ReadContext, list: ListPlan): AsyncGenerator<Fields[]> {
  const sizes = new BatchSizes(channel, list);
  let left = readSize(list);
  const whole = channel.run(statement('SET LOCAL cursor_tuple_fraction = 1'), () => undefined);
  whole.catch(() => undefined);
  if (!channel.isPipelined) await whole;
  for (let phase: 1 | 2 = 1; left > 0; phase = 2) {
    const declared = pageSql(context, list, null, phase, left);
    for await (const rows of cursorRows(channel, declared, sizes)) {
      left -= rows.length;
      yield rows;
    }
    if (phase === listPhases(context, list)) break;
  }
  await whole;
}
