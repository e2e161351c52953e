import { words } from '@plumbline/kit';
import type { ArcEdge, Model, OneEdge } from '../../registry/model.ts';
import type { ForeignSource, SourceCustomRef, SourceLinks, SourceRef, SourceRow } from './source.ts';

/** What is known about the objects that rows of a batch refer to. */
export interface Known {
  readonly source: ForeignSource;
  readonly type: string;
  readonly model: Model;
  /** Object ids by type and source id. */
  readonly objects: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Source ids of this type that the batch is about to create. */
  readonly inBatch: ReadonlySet<string>;
  /** Takes those of them that other rows of the batch refer to. */
  readonly named: Set<string>;
  /** Whether all rows of a type had their turn. */
  readonly isSettled: (type: string) => boolean;
  /** Whether a row waits for a model and is kept raw. */
  readonly isWaiting: (type: string, id: string) => boolean;
}

/** Why a row is not stored. */
export interface Verdict {
  readonly kind: 'waiting' | 'refused';
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** A row whose references are looked up. */
export interface ResolvedRow {
  readonly row: SourceRow;
  /** Made for this row alone. */
  readonly input: Record<string, unknown>;
  /** Fields that are made once their targets are there. */
  readonly deferred: readonly string[];
  /** Everything that stays raw for now. */
  readonly rest: Readonly<Record<string, unknown>>;
  /** References that can't be made because their target was refused or is not in the source. */
  readonly missing: readonly Verdict[];
  /** Rows of the same batch that this one refers to, by field. */
  readonly batchRefs: ReadonlyMap<string, string>;
  readonly verdict: Verdict | null;
}

/** Field under which an attached row names its object, in `refs`. */
export const OPEN_FIELD = 'object';

/** Name of a new row inside its batch. */
export const batchName = (type: string, id: string): string => `${type}/${id}`;

type Found = { readonly reference: unknown } | 'pending' | 'homeless' | 'missing';

const find = (known: Known, type: string, id: string): Found => {
  if (known.source.entityOf(type) === null) return 'homeless';
  const object = known.objects.get(type)?.get(id);
  if (object !== undefined) return { reference: { id: object } };
  if (type === known.type && known.inBatch.has(id)) {
    known.named.add(id);
    return { reference: { ref: batchName(type, id) } };
  }
  if (known.isWaiting(type, id)) return 'homeless';
  return known.source.holds(type) && !known.isSettled(type) ? 'pending' : 'missing';
};

const NONE: ReadonlyMap<string, string> = new Map();

/** Collects what becomes of one row. */
class Resolution {
  readonly input: Record<string, unknown>;
  readonly rest: Record<string, unknown>;
  readonly deferred: string[] = [];
  readonly missing: Verdict[] = [];
  batchRefs = NONE;
  verdict: Verdict | null = null;

  constructor(
    readonly known: Known,
    readonly row: SourceRow,
  ) {
    this.input = { ...row.values };
    this.rest = { ...row.rest };
  }

  reference(edge: OneEdge | ArcEdge, ref: SourceRef | null): void {
    if (ref === null) return this.empty(edge);
    const arm =
      edge.kind === 'arc' ? edge.arms.find(({ target }) => target === this.known.source.entityOf(ref.type)) : null;
    const found = arm === undefined ? 'homeless' : find(this.known, ref.type, ref.id);
    if (typeof found === 'object') {
      this.input[edge.name] = arm ? { [arm.arm]: found.reference } : found.reference;
      if (ref.type === this.known.type && this.known.inBatch.has(ref.id))
        this.batchRefs = new Map([...this.batchRefs, [edge.name, ref.id]]);
    } else if (found === 'pending' && edge.nullable) this.deferred.push(edge.name);
    else this.unmade(edge, ref, found);
  }

  /** The object that an attached row belongs to. */
  object(ref: SourceRef | null): void {
    const found = ref === null ? 'missing' : find(this.known, ref.type, ref.id);
    if (ref !== null && typeof found === 'object' && isStored(found.reference)) {
      this.input['objectType'] = this.known.source.entityOf(ref.type);
      this.input['objectId'] = idOf(found.reference);
      return;
    }
    if (ref !== null) Object.assign(this.rest, ref.columns);
    const name = ref === null ? 'nothing' : `${ref.type} ${ref.id}`;
    this.verdict ??=
      found === 'homeless'
        ? { kind: 'waiting', field: 'object', code: 'NO_MODEL', message: `Its object, ${name}, has no model here.` }
        : {
            kind: 'refused',
            field: 'object',
            code: 'REFERENCE_MISSING',
            message: `Its object, ${name}, was refused or is not in the source.`,
          };
  }

  /** A required reference may be empty because the row belongs to something that has no home yet. */
  private empty(edge: OneEdge | ArcEdge): void {
    this.input[edge.name] = null;
    const other = edge.nullable ? undefined : Object.keys(this.rest).find((column) => column.endsWith('_id'));
    if (other === undefined) return;
    const message = `It has no ${words(edge.name)}, and there is no model for its ${other.replace(/_id$/, '').replaceAll('_', ' ')} yet.`;
    this.verdict ??= { kind: 'waiting', field: edge.name, code: 'NO_MODEL', message };
  }

  private unmade(edge: OneEdge | ArcEdge, ref: SourceRef, found: Found): void {
    Object.assign(this.rest, ref.columns);
    if (edge.nullable) this.input[edge.name] = null;
    const isHomeless = found === 'homeless';
    const message = isHomeless
      ? `Its ${words(edge.name)}, ${ref.type} ${ref.id}, has no model here yet.`
      : `Its ${words(edge.name)}, ${ref.type} ${ref.id}, was refused or is not in the source.`;
    const verdict: Verdict = {
      kind: isHomeless ? 'waiting' : 'refused',
      field: edge.name,
      code: isHomeless ? 'NO_MODEL' : 'REFERENCE_MISSING',
      message,
    };
    if (!edge.nullable) this.verdict ??= verdict;
    else if (!isHomeless) this.missing.push(verdict);
  }

  links(field: string, { type, ids }: SourceLinks): void {
    if (ids.length === 0) return void (this.input[field] = []);
    const found = ids.map((id) => ({ id, target: find(this.known, type, id) }));
    if (found.some(({ target }) => target === 'pending')) return void this.deferred.push(field);
    this.input[field] = found.flatMap(({ target }) => (typeof target === 'object' ? [target.reference] : []));
    this.unmadeIds(
      field,
      type,
      found.filter(({ target }) => typeof target !== 'object').map(({ id }) => id),
    );
  }

  customRef({ field, type, ids, isList }: SourceCustomRef): void {
    const found = ids.map((id) => ({ id, target: find(this.known, type, id) }));
    if (found.some(({ target }) => target === 'pending' || (typeof target === 'object' && !isStored(target.reference))))
      return void this.deferred.push('customFields');
    const objects = found.flatMap(({ target }) => (typeof target === 'object' ? [idOf(target.reference)] : []));
    const value = isList ? objects : (objects[0] ?? null);
    this.input['customFields'] = { ...(this.input['customFields'] as object | undefined), [field]: value };
    this.unmadeIds(
      `customFields.${field}`,
      type,
      found.filter(({ target }) => typeof target !== 'object').map(({ id }) => id),
    );
  }

  private unmadeIds(field: string, type: string, ids: readonly string[]): void {
    if (ids.length === 0) return;
    this.rest[field] = { type, ids };
    if (this.known.source.entityOf(type) === null) return;
    const message = `${type} ${ids.join(', ')} in ${words(field)} was refused or is not in the source.`;
    this.missing.push({ kind: 'refused', field, code: 'REFERENCE_MISSING', message });
  }
}

const isStored = (reference: unknown): boolean => typeof (reference as { id?: unknown }).id === 'string';

const idOf = (reference: unknown): string => (reference as { readonly id: string }).id;

/** Looks up the references of a row; what can't be made is put off, kept raw or stops the row. */
export const resolveRow = (known: Known, row: SourceRow): ResolvedRow => {
  const resolution = new Resolution(known, row);
  for (const field of Object.keys(row.refs)) {
    const ref = row.refs[field] ?? null;
    const edge = known.model.edges.get(field);
    if (edge?.kind === 'one' || edge?.kind === 'arc') resolution.reference(edge, ref);
    else if (known.model.isOpen && field === OPEN_FIELD) resolution.object(ref);
  }
  for (const field of Object.keys(row.links)) {
    const links = row.links[field];
    if (links) resolution.links(field, links);
  }
  for (const custom of row.customRefs) resolution.customRef(custom);
  return resolution;
};

/** Source ids that rows refer to, by type. */
export const referredIds = (rows: readonly SourceRow[]): Map<string, Set<string>> => {
  const ids = new Map<string, Set<string>>();
  const add = (type: string, id: string): void => {
    const known = ids.get(type);
    if (known) known.add(id);
    else ids.set(type, new Set([id]));
  };
  for (const { refs, links, customRefs } of rows) {
    for (const field of Object.keys(refs)) {
      const ref = refs[field];
      if (ref) add(ref.type, ref.id);
    }
    for (const field of Object.keys(links)) for (const id of links[field]?.ids ?? []) add(links[field]?.type ?? '', id);
    for (const { type, ids: many } of customRefs) for (const id of many) add(type, id);
  }
  return ids;
};
