import { didYouMean, upperFirst, type Problem } from '@plumbline/kit';
import type { PolicyRole } from '../policies/policies.ts';
import type { Work } from '../write/work.ts';

/** Where a value of a setting is stored: with one organization, or for all that have none of their own. */
export type SettingLevel = 'ORGANIZATION' | 'DEPLOYMENT';

/** What a setting takes. */
export type SettingType =
  | { readonly kind: 'boolean' }
  | { readonly kind: 'integer'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'text'; readonly max: number }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  /** A JSON document of at most `max` characters. */
  | { readonly kind: 'json'; readonly shape: 'object' | 'list'; readonly max: number };

/** A value that an administrator decides while the product runs. */
export interface SettingDefinition {
  /** Domain and name, `ipam.preferIpv4`. */
  readonly key: string;
  readonly label: string;
  /** What changes with it, in a sentence. */
  readonly help: string;
  readonly type: SettingType;
  /** Holds while nobody has decided. */
  readonly default: boolean | number | string | Readonly<Record<string, unknown>> | readonly unknown[];
  readonly levels: readonly SettingLevel[];
  /** What it decides about every write. */
  readonly policy?: PolicyRole;
  /**
   * Brings stored rows in line with the value that will hold, in the transaction of the change.
   *
   * What it gives refuses the change.
   */
  readonly apply?: (work: Work, value: unknown) => Promise<Omit<Problem, 'path'> | null>;
}

const CHECKS: {
  readonly [K in SettingType['kind']]: (value: unknown, type: Extract<SettingType, { kind: K }>) => string | null;
} = {
  boolean: (value) => (typeof value === 'boolean' ? null : 'takes true or false'),
  integer: (value, { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER }) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max
      ? null
      : `takes a whole number from ${min} to ${max}`,
  text: (value, { max }) =>
    typeof value === 'string' && value.length <= max ? null : `takes a text of at most ${max} characters`,
  choice: (value, { values }) =>
    typeof value === 'string' && values.includes(value)
      ? null
      : `takes one of ${values.join(', ')}${typeof value === 'string' ? didYouMean(value, values) : ''}`,
  json: (value, { shape, max }) => {
    const isShaped = typeof value === 'object' && value !== null && Array.isArray(value) === (shape === 'list');
    if (!isShaped) return `takes a JSON ${shape}`;
    return JSON.stringify(value).length <= max ? null : `takes at most ${max} characters of JSON`;
  },
};

/** Values in messages are cut, since documents may be long. */
const SHOWN = 200;

const shown = (value: unknown): string => {
  const text = JSON.stringify(value ?? null);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}...` : text;
};

/** Why a setting does not take a value, as a sentence; null when it does. */
export const refusedValue = ({ label, type }: SettingDefinition, value: unknown): string | null => {
  const check = CHECKS[type.kind] as (value: unknown, type: SettingType) => string | null; // of the same kind
  const problem = check(value, type);
  return problem === null ? null : `${upperFirst(label)} ${problem}, not ${shown(value)}.`;
};

/** Settings by key. @throws Error when two share a key or a default does not fit */
export const indexSettings = (definitions: readonly SettingDefinition[]): ReadonlyMap<string, SettingDefinition> => {
  const byKey = new Map(definitions.map((definition) => [definition.key, definition]));
  if (byKey.size < definitions.length) throw new Error('Two settings share a key.');
  for (const definition of definitions) {
    const problem = refusedValue(definition, definition.default);
    if (problem !== null) throw new Error(`The default of ${definition.key} does not fit: ${problem}`);
  }
  return byKey;
};
