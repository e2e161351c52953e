import type { Actor, Grant } from '../actor.ts';
import type { Model, Registry } from '../registry/model.ts';
import { commonFields, fieldsTogether } from './rights.ts';
import { conditionsOf, heldGrants, type HeldGrant } from './predicates.ts';
import type { Params } from '../actor.ts';

/** What an actor may do with one row: the fields within reach, null for all. */
export interface RowRight {
  readonly fields: ReadonlySet<string> | null;
}

type Lists = readonly (readonly HeldGrant[])[];

/** The right that grants of each list give together; null when one of the lists gives none. */
const rightOf = (lists: readonly (readonly Grant[])[]): RowRight | null =>
  lists.some((grants) => grants.length === 0) ? null : { fields: commonFields(lists.map(fieldsTogether)) };

/**
 * How an action of an actor on rows of a type is told: at once, where no grant has a condition on rows, or row by row.
 */
export class RowRights {
  readonly #registry: Registry;
  readonly #actor: Actor;
  readonly #model: Model;
  readonly #lists: Lists;

  constructor(registry: Registry, actor: Actor, model: Model, action: string) {
    this.#registry = registry;
    this.#actor = actor;
    this.#model = model;
    this.#lists = heldGrants(registry, actor, model, action);
  }

  /** The right to every row of the organization, as far as no row has to be looked at; null when it depends on the row. */
  get ofAll(): RowRight | null {
    const open = this.#lists.map((grants) => grants.filter(({ node }) => node === null).map(({ grant }) => grant));
    const isPlain = this.#lists.every((grants) => grants.every(({ node }) => node === null));
    const right = rightOf(open);
    return right !== null && (isPlain || right.fields === null) ? right : null;
  }

  /** A boolean array per list of grants: which of them hold for the row behind an alias. */
  columns(alias: string, params: Params): string[] {
    return this.#lists.map((grants, at) => {
      const conditions = conditionsOf(this.#registry, this.#actor, this.#model, grants, alias, params);
      return `ARRAY[${conditions.join(', ')}]::boolean[] AS l${at}`;
    });
  }

  /** The right to one row by what its columns say; null for none. */
  read(row: Readonly<Record<string, unknown>>): RowRight | null {
    return rightOf(
      this.#lists.map((grants, at) => {
        const holds = row[`l${at}`] as readonly (boolean | null)[]; // as `columns` wrote it
        return grants.flatMap(({ grant }, i) => (holds[i] === true ? [grant] : []));
      }),
    );
  }
}
