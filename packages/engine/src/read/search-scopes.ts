import type { Model } from '../registry/model.ts';
import { isSeenWithOthers, reachOf } from '../visibility/reach.ts';
import { isWhollyVisible, textArray, whereSql, type ReadContext, type StatementBuilder } from './context.ts';
import { tableSql } from './display.ts';
import { seenFieldsOf } from './field-rights.ts';

/** Types that are searched alike: all their rows and fields, or those of one type that the viewer sees. */
export interface SearchScope {
  /** Full names. */
  readonly types: readonly string[];
  /** Whether these are all types there are, so that no condition on the type is needed. */
  readonly isEvery: boolean;
  /** The type of which some rows or fields are hidden; null when none are. */
  readonly model: Model | null;
  /** Searched fields that the viewer sees; null for all. */
  readonly fields: readonly string[] | null;
}

const isSearched = (model: Model): boolean =>
  [...model.scalars.values()].some(({ spec }) => spec.search !== undefined && spec.secret !== true);

const limitedScope = (model: Model, seen: ReadonlySet<string> | null): SearchScope => ({
  types: [model.name],
  isEvery: false,
  model,
  fields: seen && [...model.scalars.values()].filter(({ name }) => seen.has(name)).map(({ name }) => name),
});

/**
 * What a viewer may find among some types, all of them for null: types seen as a whole together, others one by one, and
 * those without a row that the viewer sees not at all.
 */
export const searchScopes = (context: ReadContext, types: readonly string[] | null): readonly SearchScope[] => {
  const { registry, predicates, actor } = context;
  const asked = types === null ? null : new Set(types);
  const models = registry.models.filter((model) => isSearched(model) && (asked?.has(model.name) ?? true));
  const seenFields = seenFieldsOf(context);
  const whole = models.filter((model) => isWhollyVisible(context, model) && seenFields(model) === null);
  const rest = models
    .filter((model) => !whole.includes(model))
    .filter((model) => isSeenWithOthers(model) || reachOf(predicates, model, actor) !== 'none');
  const isEvery = asked === null && whole.length === models.length;
  const together = { types: whole.map(({ name }) => name), isEvery, model: null, fields: null };
  return [...(whole.length === 0 ? [] : [together]), ...rest.map((model) => limitedScope(model, seenFields(model)))];
};

/** Conditions that keep search rows `s` to what the viewer sees of a scope's type. */
export const seenInScope = (builder: StatementBuilder, { model, fields }: SearchScope): string[] => {
  if (model === null) return [];
  const row = builder.alias('v');
  const visible = builder.visible(model, row);
  const isThere = whereSql([`${row}.id = s.object_id`, ...visible]);
  return [
    ...(fields === null ? [] : [`s.field = ANY(${builder.add(textArray(fields), 'text[]')})`]),
    ...(visible.length === 0 ? [] : [`EXISTS (SELECT 1 FROM ${tableSql(model, row)}${isThere})`]),
  ];
};

/** Conditions on search rows `s` outside of an index on the type: their type, and what the viewer sees of it. */
export const ofScope = (builder: StatementBuilder, scope: SearchScope): string[] => [
  ...(scope.isEvery ? [] : [`s.object_type = ANY(${builder.add(textArray(scope.types), 'text[]')})`]),
  ...seenInScope(builder, scope),
];
