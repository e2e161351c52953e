import type { ArcEdge, Edge, GraphList, GraphRow, GraphSession, OneEdge, Registry, RowRef } from '@plumbline/engine';
import { TypeRows, type RowTexts } from '@plumbline/render';
import { GraphError } from './graph-error.ts';

/** Rows one statement may bring per render that shares the cache. */
const MOST_ROWS = 50_000;
/** Ids of one statement. */
const CHUNK = 10_000;

/**
 * Rows of the graph in one snapshot, read once and for all renders that share it.
 *
 * Rows that came together form a group. What is asked of one of them is read for its whole group, so that a loop over
 * interfaces takes one statement per field it touches first, and a thousand devices take as many as one.
 */
export class GraphCache {
  readonly #session: GraphSession;
  readonly #registry: Registry;
  readonly #groups = new Map<string, Map<string, readonly string[]>>();
  readonly #rows = new Map<string, TypeRows>();
  readonly #related = new Map<string, Map<string, readonly string[]>>();
  readonly #lists = new Map<string, Promise<readonly string[]>>();
  #renders = 1;

  constructor(session: GraphSession, registry: Registry) {
    this.#session = session;
    this.#registry = registry;
  }

  /** Says that these rows will be asked the same questions. */
  group(type: string, ids: readonly string[]): void {
    const own = this.#groups.get(type) ?? new Map<string, readonly string[]>();
    this.#groups.set(type, own);
    for (const id of ids) if (!own.has(id)) own.set(id, ids);
  }

  /** Says how many renders share the rows. */
  shareAmong(renders: number): void {
    this.#renders = Math.max(1, renders);
  }

  /** Texts of the fields of rows, as PostgreSQL sends them; null for rows the caller may not see. */
  async rows(type: string, fields: readonly string[], ids: readonly string[]): Promise<readonly (RowTexts | null)[]> {
    const known = this.#of(type);
    const lacks = (id: string) => fields.some((field) => known.lacks(id, field));
    if (ids.some(lacks)) await this.#load(type, fields, this.#widened(type, ids).filter(lacks));
    return ids.map((id) => known.pick(id, fields));
  }

  #of(type: string): TypeRows {
    const known = this.#rows.get(type) ?? new TypeRows();
    this.#rows.set(type, known);
    return known;
  }

  async #load(type: string, fields: readonly string[], ids: readonly string[]): Promise<void> {
    for (let at = 0; at < ids.length; at += CHUNK) {
      const part = ids.slice(at, at + CHUNK);
      const found = await this.#session.byId(type, fields, part);
      this.#add(
        type,
        fields,
        part,
        part.map((id) => found.get(id)?.values ?? null),
      );
    }
  }

  #add(type: string, fields: readonly string[], ids: readonly string[], texts: readonly (RowTexts | null)[]): void {
    this.#of(type).add(fields, ids, texts);
    for (const [at, field] of fields.entries())
      this.#groupTargets(
        type,
        field,
        texts.map((row) => row?.[at] ?? null),
      );
  }

  /** Rows that the same field of a group refers to are a group. */
  #groupTargets(type: string, field: string, texts: readonly (string | null)[]): void {
    const model = this.#registry.model(type);
    const edge = model.edges.get(field);
    const isDerived = model.derived.get(field)?.kind === 'edge';
    if (!isDerived && edge?.kind !== 'one' && edge?.kind !== 'arc') return;
    const byTarget = new Map<string, Set<string>>();
    for (const reference of texts.flatMap((text) => referencesIn(edge, text))) {
      const own = byTarget.get(reference.type) ?? new Set();
      byTarget.set(reference.type, own.add(reference.id));
    }
    for (const [target, found] of byTarget) this.group(target, [...found]);
  }

  /** Ids behind a list of each parent, in order; `next` are fields of the rows behind it, read along. */
  async related(
    type: string,
    edge: string,
    target: string,
    ids: readonly string[],
    list: Pick<GraphList, 'filter' | 'orderBy'>,
    next: readonly string[] = [],
  ): Promise<readonly (readonly string[])[]> {
    const key = `${type}.${edge} ${JSON.stringify(list)}`;
    const known = this.#related.get(key) ?? new Map<string, readonly string[]>();
    this.#related.set(key, known);
    const missing = ids.some((id) => !known.has(id)) ? this.#widened(type, ids).filter((id) => !known.has(id)) : [];
    for (let at = 0; at < missing.length; at += CHUNK) {
      const part = missing.slice(at, at + CHUNK);
      const most = MOST_ROWS * this.#renders;
      const found = await this.#session.related(type, edge, next, part, { ...list, limit: most + 1 });
      const rows = part.map((id) => found.get(id) ?? []);
      if (rows.reduce((sum, own) => sum + own.length, 0) > most) throw tooMany();
      part.forEach((id, i) => known.set(id, rows[i]?.map((row) => row.id) ?? []));
      this.#addFound(target, next, rows.flat());
    }
    return ids.map((id) => known.get(id) ?? []);
  }

  /** Rows that came together, some perhaps several times. */
  #addFound(type: string, fields: readonly string[], rows: readonly GraphRow[]): void {
    const byId = new Map(rows.map(({ id, values }) => [id, values]));
    const ids = [...byId.keys()];
    this.group(type, ids);
    if (fields.length > 0) this.#add(type, fields, ids, [...byId.values()]);
  }

  /** Ids of a list of one type, in order; `next` as for `related`. */
  list(type: string, list: GraphList, next: readonly string[] = []): Promise<readonly string[]> {
    const key = `${type} ${JSON.stringify(list)}`;
    const known = this.#lists.get(key);
    if (known) return known;
    const most = Math.min(list.limit ?? MOST_ROWS + 1, MOST_ROWS + 1);
    const found = this.#session.list(type, next, { ...list, limit: most }).then((rows) => {
      if (rows.length > MOST_ROWS) throw tooMany();
      this.#addFound(type, next, rows);
      return rows.map(({ id }) => id);
    });
    this.#lists.set(key, found);
    return found;
  }

  #widened(type: string, ids: readonly string[]): readonly string[] {
    const all = new Set<string>();
    const seen = new Set<readonly string[]>();
    const groups = this.#groups.get(type);
    for (const id of ids) {
      const group = groups?.get(id);
      if (!group) all.add(id);
      else if (!seen.has(group)) {
        seen.add(group);
        for (const other of group) all.add(other);
      }
    }
    return [...all];
  }
}

/** Rows that the text of a reference names, or that of a derived edge: a JSON list of `entity id`. */
const referencesIn = (edge: Edge | undefined, text: string | null): RowRef[] => {
  if (text === null) return [];
  if (edge?.kind === 'one' || edge?.kind === 'arc') return [referenceOf(edge, text) ?? []].flat();
  return (JSON.parse(text) as string[]).map((ref) => {
    const [type = '', id = ''] = ref.split(' ');
    return { type, id };
  });
};

/** The row a reference names: the text of a key, or of an arc as `arm id`. */
export const referenceOf = (
  edge: OneEdge | ArcEdge,
  text: string | null,
): { readonly type: string; readonly id: string } | null => {
  if (text === null) return null;
  if (edge.kind === 'one') return { type: edge.target, id: text };
  const [arm, id = ''] = text.split(' ');
  const type = edge.arms.find((each) => each.arm === arm)?.target;
  return type === undefined ? null : { type, id };
};

const tooMany = (): GraphError =>
  new GraphError('LimitExceeded', `The template reads more than ${MOST_ROWS} rows. Filter, or read less.`);
