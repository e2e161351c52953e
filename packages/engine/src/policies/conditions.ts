import { didYouMean, upperFirst } from '@plumbline/kit';
import { translateRegex } from '../read/filter/regex.ts';
import type { Model, OneEdge, Registry } from '../registry/model.ts';

/** One thing that the value at a path of a row has to satisfy. */
export interface Condition {
  /** References to follow before the field, as `site`, `region` of `site.region.slug`. */
  readonly hops: readonly OneEdge[];
  /** The last part of the path: a field, or a reference that is there or not. */
  readonly field: string;
  readonly check: CheckName;
  readonly value: unknown;
}

/** Checks of values, with what each takes and says; those of NetBox's validators under our spelling. */
const CHECKS = {
  min: { takes: 'number', says: 'must be at least' },
  max: { takes: 'number', says: 'must be at most' },
  minLength: { takes: 'count', says: 'must have at least this many characters:' },
  maxLength: { takes: 'count', says: 'must have at most this many characters:' },
  regex: { takes: 'pattern', says: 'must match' },
  required: { takes: 'flag', says: 'must have a value' },
  prohibited: { takes: 'flag', says: 'must have no value' },
  eq: { takes: 'value', says: 'must be' },
  neq: { takes: 'value', says: 'must not be' },
} as const;

/** Name of a check. */
export type CheckName = keyof typeof CHECKS;

const isCheck = (name: string): name is CheckName => Object.hasOwn(CHECKS, name);

type Takes = (typeof CHECKS)[CheckName]['takes'];

const isPattern = (value: unknown): boolean => typeof value === 'string' && translateRegex(value).ok;

const TAKES: Readonly<Record<Takes, { readonly fits: (value: unknown) => boolean; readonly what: string }>> = {
  number: { fits: (value) => typeof value === 'number', what: 'a number' },
  count: { fits: (value) => Number.isSafeInteger(value) && Number(value) >= 0, what: 'a whole number' },
  pattern: { fits: isPattern, what: 'a regular expression without look-around and back-references' },
  flag: { fits: (value) => typeof value === 'boolean', what: 'true or false' },
  value: {
    fits: (value) => ['string', 'number', 'boolean'].includes(typeof value),
    what: 'a text, a number, true or false',
  },
};

/** What a condition asks, as a sentence about the field. */
export const sentenceOf = ({ hops, field, check, value }: Condition): string => {
  const path = [...hops.map(({ name }) => name), field].join('.');
  const { takes, says } = CHECKS[check];
  return `${upperFirst(path)} ${says}${takes === 'flag' ? '' : ` ${String(value)}`}.`;
};

type Entries = Readonly<Record<string, unknown>>;

const isEntries = (value: unknown): value is Entries =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Fields and references that a condition may end in; never a secret. */
const endsOf = ({ scalars, edges }: Model): Set<string> =>
  new Set([
    ...[...scalars.values()].filter(({ type }) => type.name !== 'secret').map(({ name }) => name),
    ...[...edges.values()].filter(({ kind }) => kind === 'one').map(({ name }) => name),
  ]);

type Place = Pick<Condition, 'hops' | 'field'>;

const placeOf = (registry: Registry, start: Model, path: string): Place | string => {
  const parts = path.split('.');
  const hops: OneEdge[] = [];
  let model = start;
  for (const part of parts.slice(0, -1)) {
    const edge = model.edges.get(part);
    if (edge?.kind !== 'one') return `${model.name} has no reference "${part}".`;
    hops.push(edge);
    model = registry.model(edge.target);
  }
  const field = parts.at(-1) ?? '';
  const ends = endsOf(model);
  return ends.has(field) ? { hops, field } : `${model.name} has no field "${field}".${didYouMean(field, ends)}`;
};

/** Conditions by full type name; all of a type's have to hold. */
export type Conditions = ReadonlyMap<string, readonly Condition[]>;

/** What was read of a setting, and every part that has no meaning. */
export interface ReadConditions {
  readonly conditions: Conditions;
  readonly problems: readonly string[];
}

class Reading {
  readonly problems: string[] = [];

  readonly #registry: Registry;

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  ofType(name: string, given: unknown): readonly Condition[] {
    const model = this.#registry.find(name);
    if (!model)
      return this.#refuse(
        `There is no type "${name}".${didYouMean(
          name,
          this.#registry.models.map((one) => one.name),
        )}`,
      );
    const list: readonly unknown[] = Array.isArray(given) ? (given as readonly unknown[]) : [given];
    return list.flatMap((entry) =>
      isEntries(entry)
        ? Object.entries(entry).flatMap(([path, checks]) => this.#ofPath(model, path, checks))
        : this.#refuse(`${name} takes objects of fields and checks, such as { "name": { "minLength": 3 } }.`),
    );
  }

  #refuse(problem: string): readonly Condition[] {
    this.problems.push(problem);
    return [];
  }

  #ofPath(model: Model, path: string, checks: unknown): readonly Condition[] {
    const place = placeOf(this.#registry, model, path);
    if (typeof place === 'string') return this.#refuse(place);
    if (!isEntries(checks)) return this.#refuse(`${model.name}.${path} takes checks, such as { "required": true }.`);
    return Object.entries(checks).flatMap(([check, value]): readonly Condition[] => {
      if (!isCheck(check))
        return this.#refuse(
          `There is no check "${check}" for ${model.name}.${path}.${didYouMean(check, Object.keys(CHECKS))}`,
        );
      const { fits, what } = TAKES[CHECKS[check].takes];
      if (!fits(value)) return this.#refuse(`"${check}" of ${model.name}.${path} takes ${what}.`);
      return [{ ...place, check, value }];
    });
  }
}

/**
 * Reads `{ type: [{ field: { check: value } }] }`, the form of NetBox's validators and protection rules.
 *
 * What has no meaning is told, all at once, and left out.
 */
export const readConditions = (registry: Registry, value: unknown): ReadConditions => {
  const reading = new Reading(registry);
  const entries = Object.entries(isEntries(value) ? value : {});
  const conditions = new Map(entries.map(([type, given]) => [type, reading.ofType(type, given)] as const));
  return { conditions, problems: reading.problems };
};
