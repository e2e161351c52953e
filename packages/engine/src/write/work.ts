import type { EntityClass } from '@plumbline/kit';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { Actor } from '../actor.ts';
import type { OutgoingPolicy } from '../outgoing/rules.ts';
import type { Registry } from '../registry/model.ts';
import type { SecurityEvent } from '../security/events.ts';

/**
 * A stored row as the engine holds it, by field key.
 *
 * Scalars in the kind's normalised form, a reference as id or null, an arc as `{ arm, id }` or null,
 * to-many references and tags as sorted ids. Secrets read as a mask.
 */
export type Row = Readonly<Record<string, unknown>>;

/** One row of an input as a caller gives it: values, and references as `{ id }`, `{ number }`, `{ key }`, `{ ref }` or an id. */
export type InputRow = Readonly<Record<string, unknown>>;

/** What happens to a row. */
export type Action = 'create' | 'update' | 'delete';

/** Value of an exclusive arc inside a row. */
export interface ArcValue {
  readonly arm: string;
  readonly id: string;
}

/** One row on its way through the pipeline, with its state before and after. */
export interface Draft {
  /** Position inside the input list. */
  readonly index: number;
  readonly action: Action;
  readonly id: string;
  /** Input path of the row, `input.0`. */
  readonly path: string;
  /** The input as given; for a delete, empty. */
  readonly input: InputRow;
  /** Null for a row that is being created. */
  readonly before: Row | null;
  /** The row as it will be; for a delete, as it was. */
  readonly after: Row;
  /** Whether the field's value differs from before; on create, whether it is not null; on delete, true. */
  changed(field: string): boolean;
  /** Sets a value in normalised form; for derives. */
  set(field: string, value: unknown): void;
  /** Adds an error below this row's path; an empty field path blames the row. */
  refuse(field: string, code: string, message: string, details?: Readonly<Record<string, unknown>>): void;
}

/** Conditions by field key, each a list of values of which one must match; `field.arm` for an arm of an arc. */
export type Where = Readonly<Record<string, readonly unknown[]>>;

/** Which rows a rule reads, and which of their fields; all where left out. */
export interface RowsOptions {
  readonly where?: Where;
  /** A filter as the API takes it; `InvalidInput` is thrown when it does not fit the model. */
  readonly filter?: unknown;
  readonly fields?: readonly string[];
  /** Leaves out what the actor may not see: for rows that callers name, and rows named to them. */
  readonly visible?: boolean;
}

/** Reads for rules: always inside the actor's organization, on the transaction's own connection. */
export interface RuleReader {
  /** Rows in no order; one statement however many values. */
  rows(model: string, options?: RowsOptions): Promise<Row[]>;
  /** Those of the ids whose rows the actor sees, or saw before the run deleted them: for messages about rows that SQL found. */
  seen(model: string, ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** TypeORM query builder that is already limited to the organization; add conditions with `andWhere`. */
  builder<T extends ObjectLiteral>(entity: EntityClass<T>, alias: string): SelectQueryBuilder<T>;
}

/** The organization as a value that only the `sql` tag accepts. */
export interface OrganizationBinding {
  readonly organizationId: string;
}

/** How errors of rows made by a command are placed: the path of the input row they stem from. */
export interface SaveOptions {
  /** Path of the row at `index`; `input.<index>` when absent. */
  readonly path?: (index: number) => string;
  /** Sees the rows once their inputs are read and before anything is checked; it may `set` values. */
  readonly onRead?: (drafts: readonly Draft[]) => void;
  /** Refuses rows of an upsert that are not there, in place of creating them. */
  readonly onlyExisting?: boolean;
}

/** Where a setting is changed; by default that of the organization. */
export interface SettingOptions {
  readonly level?: 'ORGANIZATION' | 'DEPLOYMENT';
  /** Version the caller read, for `STALE_WRITE`. */
  readonly expectedVersion?: number;
  /** Input path that a refusal names. */
  readonly path?: string;
}

/** Rows by the custom fields in their values: those that hold one of some, and those that lack one of others. */
export interface FieldHolders {
  readonly holding: readonly string[];
  readonly lacking: readonly string[];
}

/** Selects the rows to delete. */
export type DeleteTarget =
  | { readonly ids: readonly string[] }
  | { readonly filter: unknown; readonly expectedCount: number };

/** Ids in the order of the inputs; null where the row was refused. */
export type SavedIds = readonly (string | null)[];

/** One step of `applyChanges`; `ref` names the row for later steps. */
export interface Operation {
  /** Full name or type, `dcim.Device` or `Device`. */
  readonly type: string;
  readonly action: 'create' | 'update' | 'upsert' | 'delete';
  readonly input?: InputRow;
  readonly id?: string;
  readonly ref?: string;
}

/** The unit of work: one transaction, one change set, the only way to write. */
export interface Work {
  readonly actor: Actor;
  readonly registry: Registry;
  readonly changeSetId: string;
  readonly dryRun: boolean;
  /** True for imports: rules warn and leave a finding, system columns may be set. */
  readonly trusted: boolean;
  /** Which addresses the product may ask, for rules about addresses that it will. */
  readonly outgoing: OutgoingPolicy;
  /** Whether the caller agreed beforehand to what a refusal with that code asks; its details carry `acceptable: true`. */
  accepts(code: string): boolean;
  /** Set while a change set is taken back, or the log replayed: what followed then comes back by itself. */
  readonly fromLog: 'undo' | 'replay' | null;
  readonly org: OrganizationBinding;
  readonly read: RuleReader;
  create(model: string, inputs: readonly InputRow[], options?: SaveOptions): Promise<SavedIds>;
  /** Each input names its row by `id`, `number` or `key`, and may carry `rowVersion`. */
  update(model: string, inputs: readonly InputRow[], options?: SaveOptions): Promise<SavedIds>;
  /** Finds the row by `id`, `number`, `provenance` or the fields of `matchBy`, and creates it when there is none. */
  upsert(model: string, inputs: readonly InputRow[], options?: SaveOptions): Promise<SavedIds>;
  updateWhere(model: string, filter: unknown, set: InputRow, expectedCount: number): Promise<SavedIds>;
  delete(model: string, target: DeleteTarget): Promise<SavedIds>;
  applyChanges(operations: readonly Operation[]): Promise<SavedIds>;
  /** Writes derived columns: not logged, no new row version. Rows carry `id` and the derived fields. */
  setDerived(model: string, rows: readonly Row[]): Promise<void>;
  /**
   * Gives rows other custom field values because the fields themselves changed; each changed row has its record, marked as
   * a cascade, and rules have no say. In chunks of 5,000 rows, however many there are.
   */
  followFields(model: string, holders: FieldHolders, valuesAfter: (row: Row) => Row): Promise<void>;
  /** Runs SQL on the transaction; refuses text that does not bind `work.org`. */
  sql<T = Record<string, unknown>>(text: TemplateStringsArray, ...values: readonly unknown[]): Promise<T[]>;
  /** A setting of the organization, else of the deployment, else null. */
  settings(key: string): Promise<unknown>;
  /** Sets a setting, with its version in the history; null takes the level's value back. */
  changeSetting(key: string, value: unknown, options?: SettingOptions): Promise<void>;
  /** Keeps events in the security log, with the transaction. */
  noteSecurity(...events: readonly SecurityEvent[]): Promise<void>;
  /** Takes advisory locks until the end of the transaction, for what rules with `locks` can't tell; `shared` excludes only those who are not. */
  lock(keys: readonly string[], options?: { readonly shared?: boolean }): Promise<void>;
  /**
   * Keeps rows as they are until the transaction ends: others may hold them too, whoever changes one waits.
   *
   * With `of`, the rows are those that a reference of other rows points at, and the ids are those of the others.
   */
  hold(model: string, ids: readonly string[], of?: { readonly model: string; readonly reference: string }): void;
  /** Adds an error outside any row, such as a missing argument. */
  refuse(path: string, code: string, message: string, details?: Readonly<Record<string, unknown>>): void;
  /** Runs after a commit and never after a dry run or rollback. */
  onCommit(effect: () => void | Promise<void>): void;
}
