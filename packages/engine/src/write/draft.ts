import { type Problem } from '@plumbline/kit';
import type { Layout } from './layout.ts';
import { canonical, sameValue } from './values.ts';
import type { Action, Draft, InputRow, Row } from './work.ts';

/** Takes an error found on a draft. */
export type Report = (draft: SaveDraft, problem: Problem) => void;

const isSet = (value: unknown): boolean =>
  value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);

const NONE: ReadonlySet<string> = new Set();

/** A draft the pipeline works on; rules see the narrower `Draft`. */
export class SaveDraft implements Draft {
  readonly values: Record<string, unknown>;
  /** Fields whose input could not be read. */
  broken: ReadonlySet<string> = NONE;
  refused = false;
  /** Why the row may be stored although an exclusion constraint refuses it, once an import said so. */
  conflicted = false;

  constructor(
    readonly layout: Layout,
    readonly index: number,
    readonly action: Action,
    readonly id: string,
    readonly path: string,
    readonly input: InputRow,
    readonly before: Row | null,
    private readonly report: Report,
  ) {
    this.values = { ...(before ?? layout.blank) };
  }

  get after(): Row {
    return this.values;
  }

  changed(field: string): boolean {
    if (this.action === 'delete') return true;
    if (this.before === null) return isSet(this.values[field]);
    return !sameValue(this.before[field] ?? null, this.values[field] ?? null);
  }

  set(field: string, value: unknown): void {
    const stored = this.layout.byKey.get(field);
    if (!stored && !this.layout.linkByKey.has(field))
      throw new Error(`${this.layout.model.name} has no field "${field}" to set.`);
    const spec = stored?.source.kind === 'scalar' ? stored.source.spec : null;
    this.values[field] = spec ? canonical(value ?? null, spec) : (value ?? null);
  }

  /** Takes a field for one whose input could not be read. */
  spoil(field: string): void {
    this.broken = new Set([...this.broken, field]);
  }

  refuse(field: string, code: string, message: string, details?: Readonly<Record<string, unknown>>): void {
    const path = field === '' ? this.path : `${this.path}.${field}`;
    this.report(this, { path, code, message, ...(details && { details }) });
  }
}

/** Whether any stored field or link differs from before; derived ones count only when asked. */
export const isChanged = (draft: SaveDraft, withDerived: boolean): boolean =>
  draft.layout.fields.some((field) => (withDerived || !field.derived) && draft.changed(field.key)) ||
  draft.layout.links.some((link) => draft.changed(link.key));
