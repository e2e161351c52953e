import type { Model } from './registry/model.ts';

/** One right of an actor; until fine-grained permissions exist, members hold a single grant on everything. */
export interface Grant {
  readonly objectType: string;
  readonly actions: readonly string[];
}

/** Where a change comes from; kept in every change record. */
export type Source = 'api' | 'import' | 'job' | 'plugin' | 'system' | 'cascade';

/** Where a request comes from. */
export interface Origin {
  readonly address: string;
  readonly userAgent: string | null;
}

/** Who asks, in which organization, and by which way in. Made once per request. */
export interface Actor {
  readonly organizationId: string;
  readonly userId: string | null;
  readonly tokenId: string | null;
  /** User name as recorded in change records. */
  readonly name: string;
  readonly source: Source;
  readonly superuser: boolean;
  /** Tokens may be limited to reads. */
  readonly readOnly: boolean;
  /** Tokens flagged for bulk reads may page by 100,000. */
  readonly bulk: boolean;
  readonly requestId: string;
  /** Absent for work that no request asked for. */
  readonly origin?: Origin;
  readonly grants: readonly Grant[];
}

/** Collects statement parameters; `add` returns the placeholder with its cast. */
export interface Params {
  readonly values: unknown[];
  readonly add: (value: unknown, sqlType: string) => string;
}

/** A condition on the rows of one table, as SQL over an alias. */
export interface Predicate {
  readonly sql: (alias: string, params: Params) => string;
}

/** Gives the condition every node of a plan carries for this actor; null lets all rows through. */
export type RowPredicates = (model: Model, actor: Actor) => Predicate | null;

/** An empty parameter list. */
export const newParams = (): Params => {
  const values: unknown[] = [];
  return {
    values,
    add: (value, sqlType) => {
      values.push(value);
      return `$${values.length}::${sqlType}`;
    },
  };
};
