import type { ChoiceSet, FieldSpec, OnDelete } from './spec.ts';

const FIELDS = Symbol.for('plumbline.fields');

type PropertyOf<V> = <K extends string>(target: { [P in K]: V }, key: K) => void;
type Value<O, V> = O extends { readonly optional: true } ? V | null : V;
type Common = Partial<
  Pick<
    FieldSpec,
    | 'column'
    | 'optional'
    | 'search'
    | 'list'
    | 'label'
    | 'group'
    | 'help'
    | 'filter'
    | 'sort'
    | 'derived'
    | 'logged'
    | 'generated'
    | 'immutable'
  >
>;
type Limits = Partial<Pick<FieldSpec, 'min' | 'max' | 'not' | 'unit'>>;
type With<V, X = unknown> = Common & X & { readonly default?: V };

type Holder = { [FIELDS]?: Map<string, FieldSpec> };

const record =
  (kind: string, options: Partial<FieldSpec>) =>
  (target: object, key: string): void => {
    const holder = target as Holder;
    if (!Object.hasOwn(holder, FIELDS)) holder[FIELDS] = new Map(holder[FIELDS]);
    holder[FIELDS]?.set(key, { optional: false, ...options, key, kind });
  };

/** Fields recorded on a class and its ancestors, in order of declaration. */
export const recordedFields = (prototype: object): ReadonlyMap<string, FieldSpec> =>
  (prototype as Holder)[FIELDS] ?? new Map();

const field =
  <V, X = unknown>(kind: string) =>
  <const O extends With<V, X>>(options?: O): PropertyOf<Value<O, V>> =>
    record(kind, (options ?? {}) as Partial<FieldSpec>);

type TextOptions = Partial<Pick<FieldSpec, 'max' | 'pattern' | 'patternHelp' | 'natural' | 'bytewise'>>;

/** One line of text. */
export const text = field<string, TextOptions>('text');
/** Markdown text of any length. */
export const longText = field<string>('longText');
/** Short name for URLs. */
export const slug = field<string, { readonly max?: number }>('slug');
/** Whole number of 32 bits. */
export const int = field<number, Limits>('int');
/** Whole number of 64 bits, as text. */
export const bigint = field<string, Limits>('bigint');
/** Exact decimal, as text. */
export const decimal = field<string, Limits & { readonly digits: number; readonly scale: number }>('decimal');
/** Yes or no. */
export const bool = field<boolean>('bool');
/** Colour, six hex digits. */
export const color = field<string>('color');
/** Absolute URL. */
export const url = field<string, { readonly max?: number }>('url');
/** Calendar day. */
export const date = field<string>('date');
/** Instant, RFC 3339 text. */
export const dateTime = field<string>('dateTime');
/** JSON document. */
export const json = field<unknown>('json');
/** IP address with mask. */
export const ipHost = field<string>('ipHost');
/** IP network. */
export const ipCidr = field<string>('ipCidr');
/** MAC address of 48 bits. */
export const mac = field<string>('mac');
/** World wide name of 64 bits. */
export const wwn = field<string>('wwn');
/** Autonomous system number. */
export const asn = field<number>('asn');
/** Set of whole numbers, `1-100,200`. */
export const idRanges = field<string, Limits>('idRanges');
/** List of whole numbers. */
export const intList = field<readonly number[], Limits>('intList');
/** Half-open range of whole numbers, `[20,24)`. */
export const intRange = field<string>('intRange');
/** List of texts. */
export const textList = field<readonly string[]>('textList');
/** UUID. */
export const uuid = field<string>('uuid');
/** IANA time zone. */
export const timeZone = field<string>('timeZone');

/** Text encrypted at rest and absent from every output. */
export const secret = <const O extends With<string>>(options?: O): PropertyOf<Value<O, string>> =>
  record('secret', { ...options, secret: true, filter: false, sort: false } as Partial<FieldSpec>);

/** One value of a choice set of texts. */
export const choice = <const O extends With<string, { readonly max?: number }>>(
  choiceSet: ChoiceSet,
  options?: O,
): PropertyOf<Value<O, string>> => record('choice', { ...options, choiceSet } as Partial<FieldSpec>);

/** One value of a choice set of whole numbers. */
export const intChoice = <const O extends With<number>>(
  choiceSet: ChoiceSet,
  options?: O,
): PropertyOf<Value<O, number>> => record('intChoice', { ...options, choiceSet } as Partial<FieldSpec>);

type RefOptions = Common & { readonly inverse?: string | false; readonly onDelete?: OnDelete };

/**
 * Reference to one row of another entity, by name, so that files need no import of each other.
 * `inverse` names the to-many edge on the target; required references restrict deletion unless told otherwise.
 */
export const ref = (target: string, options: RefOptions = {}): ((prototype: object, key: string) => void) =>
  record('ref', { onDelete: 'restrict', ...options, target });

/** Many-to-many references, kept in a join table of their own. */
export const refs = (target: string, options: RefOptions = {}): ((prototype: object, key: string) => void) =>
  record('refs', { optional: true, ...options, target });

/** Reference to one row of one of several entities: one nullable column per arm, exactly one set (at most one when optional). */
export const arc = (
  targets: Readonly<Record<string, string>>,
  options: RefOptions = {},
): ((prototype: object, key: string) => void) => record('arc', { onDelete: 'restrict', ...options, targets });
