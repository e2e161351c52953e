import type { SetQuery } from './protocol.ts';

/** A template that another one includes, imports or extends. */
export interface FoundTemplate {
  readonly source: string;
}

/** Stored texts of a row's fields. */
export type RowTexts = readonly (string | null)[];

/**
 * Answers what a template touches, as the caller of the render may see it and in one snapshot.
 *
 * Every method takes all rows of a set at once. An error with a text `kind` (`FieldError`, `ValueError`, ...) is the
 * template's; any other error ends the render and is thrown by it.
 */
export interface GraphHost {
  /** Stored texts of the fields of each row, both in the order given; null for rows the caller may not see. */
  rows(type: string, fields: readonly string[], ids: readonly string[]): Promise<readonly (RowTexts | null)[]>;
  /**
   * Ids behind a to-many field of each row, in order.
   *
   * `next` names fields of the rows behind it that will be asked for.
   */
  related(
    type: string,
    field: string,
    target: string,
    ids: readonly string[],
    query: SetQuery,
    next?: readonly string[],
  ): Promise<readonly (readonly string[])[]>;
  /** Ids of a set of one type, in order; `next` as for `related`. */
  list(type: string, query: SetQuery, next?: readonly string[]): Promise<readonly string[]>;
  /** Merged contexts of rows as JSON text. */
  contexts(ids: readonly string[]): Promise<readonly (string | null)[]>;
  /** Type of the records that custom fields of a type hold, by name of the field; fields that hold none are missing. */
  objectFields(type: string): Promise<Readonly<Record<string, string>>>;
  /** A stored template by name, or null. */
  template(name: string): Promise<FoundTemplate | null>;
}
