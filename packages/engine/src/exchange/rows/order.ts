import type { Model } from '../../registry/model.ts';
import type { GivenColumn } from './columns.ts';
import type { OpenFile } from './format.ts';

/** In which passes the rows of a file are written, so that what they refer to in the same file is there. */
export interface Levels {
  readonly count: number;
  /** Pass of the row at an index. */
  readonly of: (index: number) => number;
  /** Indexes of the rows that refer to each other in a circle with this one; empty for none. */
  readonly circleOf: (index: number) => readonly number[];
  /** The first column by which rows refer to each other; null for none. */
  readonly column: string | null;
}

/** One pass for all rows. */
export const ONE_LEVEL: Levels = { count: 1, of: () => 0, circleOf: () => [], column: null };

/** Columns that name another row of the same type, with the columns by which rows are named that way. */
interface Link {
  readonly refs: readonly number[];
  readonly own: readonly number[];
  readonly isList: boolean;
}

type Placed = readonly [column: GivenColumn, at: number];

const targetsSelf = (model: Model, column: GivenColumn): boolean => {
  if (column.kind !== 'ref' && column.kind !== 'list') return false;
  const edge = model.edges.get(column.field);
  if (edge?.kind === 'arc')
    return edge.arms.some(({ arm, target }) => column.kind === 'ref' && arm === column.arm && target === model.name);
  return edge !== undefined && edge.target === model.name;
};

/** Where the file holds a row's own value for a part of its key; -1 where it does not. */
const ownAt = (columns: readonly GivenColumn[], path: readonly string[]): number =>
  columns.findIndex((column) => {
    if (path.length === 1) return column.kind === 'scalar' && column.name === path[0];
    const below = path.slice(1).join('.');
    return column.kind === 'ref' && column.arm === null && column.field === path[0] && column.key?.join('.') === below;
  });

const keyPath = (column: GivenColumn): readonly string[] => {
  if (column.kind === 'list') return [column.key ?? 'number'];
  return (column.kind === 'ref' ? column.key : null) ?? ['number'];
};

const linksOf = (model: Model, columns: readonly GivenColumn[]): Link[] => {
  const groups = new Map<string, Placed[]>();
  columns.forEach((column, at) => {
    if (!targetsSelf(model, column)) return;
    const isNumber = keyPath(column)[0] === 'number';
    const group = `${column.field} ${column.kind === 'ref' ? (column.arm ?? '') : ''} ${String(isNumber)}`;
    groups.set(group, [...(groups.get(group) ?? []), [column, at]]);
  });
  return [...groups.values()].flatMap((placed): Link[] => {
    const own = placed.map(([column]) => ownAt(columns, keyPath(column)));
    if (own.includes(-1)) return [];
    return [{ refs: placed.map(([, at]) => at), own, isList: placed[0]?.[0].kind === 'list' }];
  });
};

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

const nameOf = (values: readonly unknown[]): string | null =>
  values.every(isEmpty)
    ? null
    : JSON.stringify(
        values.map((value) =>
          String(value ?? '')
            .trim()
            .toLowerCase(),
        ),
      );

const namesIn = (cells: readonly unknown[], { refs, isList }: Link, split: (cell: unknown) => readonly unknown[]) => {
  const given = refs.map((at) => cells[at]);
  return isList ? split(given[0]).map((item) => nameOf([item])) : [nameOf(given)];
};

interface Graph {
  readonly size: number;
  /** Rows that a row refers to. */
  readonly refs: ReadonlyMap<number, readonly number[]>;
}

const graphOf = async (
  file: OpenFile,
  links: readonly Link[],
  split: (cell: unknown) => readonly unknown[],
): Promise<Graph> => {
  const rows = links.map(() => new Map<string, number>());
  const wanted: { readonly from: number; readonly link: number; readonly name: string }[] = [];
  let size = 0;
  for await (const { cells } of file.rows) {
    const from = size++;
    links.forEach((link, at) => {
      const own = nameOf(link.own.map((column) => cells[column]));
      if (own !== null) rows[at]?.set(own, from);
      for (const name of namesIn(cells, link, split)) if (name !== null) wanted.push({ from, link: at, name });
    });
  }
  const refs = new Map<number, number[]>();
  for (const { from, link, name } of wanted) {
    const to = rows[link]?.get(name);
    if (to !== undefined && to !== from) refs.set(from, [...(refs.get(from) ?? []), to]);
  }
  return { size, refs };
};

/** Gives each row the level after all it refers to; rows in a circle, and those that refer to them, stay out. */
const settle = (rows: Iterable<number>, refs: Graph['refs'], levels: Map<number, number>, first: number): number[] => {
  const open = new Map<number, number>();
  const users = new Map<number, number[]>();
  for (const row of rows) {
    const waits = (refs.get(row) ?? []).filter((to) => !levels.has(to));
    open.set(row, waits.length);
    for (const to of waits) users.set(to, [...(users.get(to) ?? []), row]);
  }
  const ready = [...open].filter(([, waits]) => waits === 0).map(([row]) => row);
  for (let row = ready.pop(); row !== undefined; row = ready.pop()) {
    const below = (refs.get(row) ?? []).map((to) => (levels.get(to) ?? 0) + 1);
    levels.set(
      row,
      below.reduce((most, level) => Math.max(most, level), first),
    );
    open.delete(row);
    for (const user of users.get(row) ?? []) {
      const waits = (open.get(user) ?? 0) - 1;
      open.set(user, waits);
      if (waits === 0) ready.push(user);
    }
  }
  return [...open.keys()];
};

const circleFrom = (refs: Graph['refs'], stuck: ReadonlySet<number>, start: number): number[] => {
  const seen = new Map<number, number>([[start, start]]);
  const queue = [start];
  for (let row = queue.shift(); row !== undefined; row = queue.shift())
    for (const to of refs.get(row) ?? []) {
      if (to === start) {
        const circle = [row];
        while (circle.at(-1) !== start) circle.push(seen.get(circle.at(-1) ?? start) ?? start);
        return circle.toReversed();
      }
      if (!stuck.has(to) || seen.has(to)) continue;
      seen.set(to, row);
      queue.push(to);
    }
  return [];
};

/**
 * Reads a file once to find which of its rows refer to others of the same file, by key or number.
 *
 * Keeps the names of rows in memory, and only for types and files with such columns. Rows in a circle are written
 * together: where all of them are there already that is fine.
 */
export const levelsOf = async (
  model: Model,
  file: OpenFile,
  split: (cell: unknown) => readonly unknown[],
): Promise<Levels> => {
  const links = linksOf(model, file.columns);
  if (links.length === 0) return ONE_LEVEL;
  const { refs } = await graphOf(file, links, split);
  if (refs.size === 0) return ONE_LEVEL;
  const levels = new Map<number, number>();
  const touched = new Set([...refs].flatMap(([from, to]) => [from, ...to]));
  const stuck = new Set(settle(touched, refs, levels, 0));
  const last = [...levels.values()].reduce((most, level) => Math.max(most, level), 0) + 1;
  const circles = new Map([...stuck].map((row) => [row, circleFrom(refs, stuck, row)]));
  for (const [row, circle] of circles) if (circle.length > 0) levels.set(row, last);
  settle(
    [...stuck].filter((row) => circles.get(row)?.length === 0),
    refs,
    levels,
    last,
  );
  const count = [...levels.values()].reduce((most, level) => Math.max(most, level), 0) + 1;
  const column = file.columns[links[0]?.refs[0] ?? -1]?.name ?? null;
  return { count, of: (index) => levels.get(index) ?? 0, circleOf: (index) => circles.get(index) ?? [], column };
};
