import type { Model } from './registry/model.ts';

/** A filter of the API's grammar, as JSON. */
export type FilterJson = Readonly<Record<string, unknown>>;

/** One enabled permission that reaches an actor by user, group or token. */
export interface Grant {
  /** Full type names, `dcim.*` for a domain, `*` for all. */
  readonly objectTypes: readonly string[];
  /** view, add, change, delete, or a verb that a type declares; `*` for all. */
  readonly actions: readonly string[];
  /** Rows it is about, null for every row. "$user", "$tenant" and "$site" stand for ids of the actor. */
  readonly predicate: FilterJson | null;
  /** Fields that may be changed by it; without a predicate also the only ones that may be seen by it. Null for all. */
  readonly fields: readonly string[] | null;
  /**
   * Grants it was passed on from, nearest first: it gives what all of them give as well, and no field that one of them
   * keeps from being seen.
   */
  readonly within?: readonly Grant[];
}

/** What the names in predicates stand for. */
export interface Bindings {
  readonly user: string | null;
  /** Tenants of the membership, with those of its tenant groups. */
  readonly tenants: readonly string[];
  /** Sites of the membership, with those of its regions. */
  readonly sites: readonly string[];
}

/** Where a change comes from; kept in every change record. */
export type Source = 'api' | 'import' | 'job' | 'plugin' | 'system' | 'cascade';

/** Where a request comes from. */
export interface Origin {
  readonly address: string;
  readonly userAgent: string | null;
  /** The browser session it comes with; null for API tokens. */
  readonly sessionId?: string | null;
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
  /** What the actor may do besides nothing; superusers need none. */
  readonly grants: readonly Grant[];
  /** Grants of a token with permissions of its own: only what both lists give is given. Absent or null for none. */
  readonly tokenGrants?: readonly Grant[] | null;
  /**
   * Grants that nobody wrote and that come with being allowed to pass others on; the only ones that hold on types which
   * decide about rights. Without effect for a token with grants of its own.
   */
  readonly delegated?: readonly Grant[];
  /** Absent when grants name nobody. */
  readonly bindings?: Bindings;
}

/** Collects statement parameters; `add` returns the placeholder with its cast. */
export interface Params {
  readonly values: unknown[];
  readonly add: (value: unknown, sqlType: string) => string;
  /** Told of a condition whose best plan depends on the value, such as a text search. */
  readonly unstable?: () => void;
}

/** A condition on the rows of one table, as SQL over an alias. */
export interface Predicate {
  readonly sql: (alias: string, params: Params) => string;
}

/** Gives the condition every node of a plan carries for this actor; null lets all rows through. */
export interface RowPredicates {
  (model: Model, actor: Actor): Predicate | null;
  /** Set when rows follow grants, so that verbs and fields do as well. */
  readonly byGrants?: boolean;
}

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
