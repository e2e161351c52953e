import type { Model } from '../registry/model.ts';
import type { Action, Row } from '../write/work.ts';

/** What one transaction did to one row, first state to last. */
export interface ChangedRow {
  readonly model: Model;
  readonly id: string;
  readonly action: Action;
  readonly before: Row | null;
  readonly after: Row | null;
  /** It followed from a delete and nobody asked for it. */
  readonly isCascade?: boolean;
}

/** Changes of a transaction by row: several writes to one row are one change. */
export class ChangeLog {
  private readonly rows = new Map<string, ChangedRow>();
  private readonly created = new Set<string>();

  /** Whether this transaction made the row. */
  isNew(id: string): boolean {
    return this.created.has(id);
  }

  /** Whether this transaction deleted the row. */
  isGone(id: string): boolean {
    return this.rows.get(id)?.action === 'delete';
  }

  record(change: ChangedRow): void {
    const known = this.rows.get(change.id);
    if (change.action === 'create') this.created.add(change.id);
    if (known?.action === 'create' && change.action === 'delete') {
      this.rows.delete(change.id);
      return;
    }
    const action = known?.action === 'create' ? 'create' : change.action;
    this.rows.set(change.id, known ? { ...change, action, before: known.before } : change);
  }

  /** Whether this transaction did anything to the row that somebody asked for. */
  isAsked(id: string): boolean {
    const row = this.rows.get(id);
    return row !== undefined && row.isCascade !== true;
  }

  /** Whether this transaction did anything to the row so far. */
  has(id: string): boolean {
    return this.rows.has(id);
  }

  /** Says of changed rows that nobody asked for their change: it followed from a delete. */
  markCascade(ids: Iterable<string>): void {
    for (const id of ids) {
      const row = this.rows.get(id);
      if (row) this.rows.set(id, { ...row, isCascade: true });
    }
  }

  /** Forgets rows, and gives what happened to them. */
  take(ids: Iterable<string>): readonly ChangedRow[] {
    const taken = [...ids].flatMap((id) => this.rows.get(id) ?? []);
    for (const { id } of taken) this.rows.delete(id);
    return taken;
  }

  entries(): readonly ChangedRow[] {
    return [...this.rows.values()];
  }

  get size(): number {
    return this.rows.size;
  }
}
