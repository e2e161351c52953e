import { recordedFields } from './decorators.ts';
import type { Choice, ChoiceSet, EntityOptions, EntitySpec } from './spec.ts';

const SPEC = Symbol.for('plumbline.entity');

/** A class declared with `@entity`. */
export type EntityClass<T extends object = object> = abstract new () => T;

type Declared = { [SPEC]?: EntitySpec };

/** Declares a class as an entity named `domain.Type`; only records data. */
export const entity =
  (name: `${string}.${string}`, options: EntityOptions = {}) =>
  (target: EntityClass): void => {
    const [domain = '', type = ''] = name.split('.');
    const spec: EntitySpec = { name, domain, type, options, fields: recordedFields(target.prototype as object) };
    Object.defineProperty(target, SPEC, { value: spec });
  };

/** What a class declared; throws for a class without `@entity`. */
export const specOf = (target: EntityClass): EntitySpec => {
  const spec = Object.hasOwn(target, SPEC) ? (target as Declared)[SPEC] : undefined;
  if (!spec) throw new Error(`${target.name} is not declared with @entity.`);
  return spec;
};

type Row =
  | readonly [value: string | number, label: string, color?: string]
  | readonly [value: string | number, label: string, color: string | undefined, group: string];

/** A choice set from rows of value, label, colour and group. Open unless `closed`. */
export const choiceSet = (
  name: string,
  rows: readonly Row[],
  options: { readonly closed?: boolean } = {},
): ChoiceSet => ({
  name,
  closed: options.closed ?? false,
  choices: rows.map(
    ([value, label, color, group]): Choice => ({
      value,
      label,
      ...(color !== undefined && { color }),
      ...(group !== undefined && { group }),
    }),
  ),
});
