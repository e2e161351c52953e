import type { FieldNode, SelectionSetNode } from 'graphql';
import type { ArcEdge, Model, OneEdge, ScalarField } from '../registry/model.ts';
import { selectSql, shownSql } from './codec.ts';
import { columnSql } from './context.ts';
import { isNarrowed, valueSql } from './counted.ts';
import { displaySql, urlSql } from './display.ts';
import { requireSeen } from './field-rights.ts';
import { OPEN_OBJECT } from './open-object.ts';
import { computedItem, planComputed } from './plan-computed.ts';
import { planDerived } from './plan-derived.ts';
import { planConnection } from './plan-list.ts';
import { argumentsOf, below, type Meter, type Place, type PlanScope, typeOf, unknownField } from './plan-scope.ts';
import { ownFrame, SELF, type BuiltColumn, type ChoicePart, type Frame, type Item, type RowPlan } from './plan.ts';
import { collect, setsBelow, type Selected } from './selection.ts';
import { refuseSlot } from './slots.ts';

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const CHOICE = /^(\w+)Choice$/;

const choiceField = (model: Model, name: string): ScalarField | undefined => {
  const base = CHOICE.exec(name)?.[1];
  const field = base === undefined ? undefined : model.scalars.get(base);
  return field?.spec.choiceSet ? field : undefined;
};

const visibleScalar = (model: Model, name: string): ScalarField | undefined => {
  const field = model.scalars.get(name);
  return field?.spec.secret === true ? undefined : field;
};

/** Values of some custom fields only, of all of them where no names are given. */
const namedSql = (values: string, names: unknown): string => {
  if (!Array.isArray(names)) return values;
  const list = names.map((name) => literal(String(name))).join(', ') || 'NULL';
  return `(SELECT coalesce(jsonb_object_agg(e.key, e.value), '{}') FROM jsonb_each(${values}) e WHERE e.key IN (${list}))`;
};

const choiceParts = (scope: PlanScope, nodes: readonly FieldNode[]): ChoicePart[] =>
  [...collect(scope, typeOf(scope, 'Choice'), setsBelow(nodes))].map(([key, [node]]) => ({
    key,
    part: (node?.name.value ?? 'value') as ChoicePart['part'],
  }));

/** Whether a name is one of the type's own: not a meta field, nor one that code resolves. */
const isField = (model: Model, name: string): boolean =>
  model.scalars.has(name) ||
  model.edges.has(name) ||
  model.computed.has(name) ||
  model.derived.has(name) ||
  choiceField(model, name) !== undefined;

/** Plans the rows of one model; `single` allows references to be joined instead of read by a level of their own. */
class RowPlanner {
  readonly #scope: PlanScope;
  readonly #meter: Meter;

  constructor(scope: PlanScope, meter: Meter) {
    this.#scope = scope;
    this.#meter = meter;
  }

  row(model: Model, sets: readonly SelectionSetNode[], place: Place, frame: Frame): RowPlan {
    const type = typeOf(this.#scope, model.type);
    const selected = collect(this.#scope, type, sets);
    const plan: RowPlan = { model, columns: frame.columns, idColumn: -1, items: [], folds: frame.folds };
    const isLenient = this.#scope.lenient;
    if (isLenient) plan.idColumn = frame.columns.add(`${frame.alias}.id`);
    for (const [key, nodes] of selected) this.#field(plan, frame, key, nodes, place);
    return plan;
  }

  #field(plan: RowPlan, frame: Frame, key: string, nodes: FieldNode[], place: Place): void {
    const node = nodes[0] as FieldNode;
    if (isField(plan.model, node.name.value)) requireSeen(this.#scope, plan.model, node.name.value);
    const item =
      this.#leaf(plan.model, frame, key, node) ??
      this.#choice(plan.model, frame, key, nodes) ??
      this.#relation(plan, frame, key, nodes, place) ??
      this.#computed(plan.model, frame, key, nodes, place) ??
      this.#derived(plan.model, frame, key, nodes, place);
    if (item) return void plan.items.push(item);
    refuseSlot(this.#scope, plan.model, node, place.path === '' ? key : `${place.path}.${key}`);
    unknownField(this.#scope, plan.model, node.name.value);
  }

  #leaf(model: Model, frame: Frame, key: string, node: FieldNode): Item | null {
    const name = node.name.value;
    const value = (sql: string, form: 'string' | 'plain'): Item => ({
      kind: 'value',
      key,
      column: frame.columns.add(sql),
      form,
      nullable: false,
    });
    if (name === '__typename') return { kind: 'constant', key, value: model.type };
    const field = visibleScalar(model, name);
    if (name === 'display' && !field) return value(displaySql(model, frame.alias), 'string');
    if (name === 'url' && !field) return value(urlSql(model, frame.alias), 'plain');
    if (!field) return null;
    const column = frame.columns.add(this.#valueOf(model, frame.alias, field, node));
    return { kind: 'value', key, column, form: field.type.json, nullable: field.nullable };
  }

  #valueOf(model: Model, alias: string, field: ScalarField, node: FieldNode): string | BuiltColumn {
    if (!isNarrowed(field)) return selectSql(alias, field);
    const hasNames = node.arguments !== undefined && node.arguments.length > 0;
    const names = hasNames ? argumentsOf(this.#scope, typeOf(this.#scope, model.type), node)['names'] : undefined;
    return {
      key: `narrowed ${alias}.${field.name} ${JSON.stringify(names ?? null)}`,
      sql: (builder) => shownSql(field, namedSql(valueSql(builder, alias, field), names)),
    };
  }

  #choice(model: Model, frame: Frame, key: string, nodes: FieldNode[]): Item | null {
    const field = choiceField(model, nodes[0]?.name.value ?? '');
    const set = field?.spec.choiceSet;
    if (!field || !set) return null;
    if (!set.closed) this.#meter.choiceSets.add(set.name);
    return {
      kind: 'choice',
      key,
      column: frame.columns.add(columnSql(frame.alias, field.column)),
      set: set.name,
      isNumber: field.spec.kind === 'intChoice',
      parts: choiceParts(this.#scope, nodes),
    };
  }

  #relation(plan: RowPlan, frame: Frame, key: string, nodes: FieldNode[], place: Place): Item | null {
    const name = nodes[0]?.name.value ?? '';
    const edge = plan.model.edges.get(name);
    if (!edge) return plan.model.isOpen && name === OPEN_OBJECT ? this.#open(frame, key, nodes, place) : null;
    if (edge.kind === 'one') return this.#one(plan, frame, key, edge, nodes, place);
    if (edge.kind === 'arc') return this.#arc(frame, key, edge, nodes, place);
    const idColumn = frame.columns.add(`${frame.alias}.id`);
    const list = planConnection(this.#scope, this.#meter, planRow, { model: plan.model, edge, key, nodes, place });
    return { kind: 'list', key, list, idColumn };
  }

  #computed(model: Model, frame: Frame, key: string, nodes: FieldNode[], place: Place): Item | null {
    const planned = planComputed(this.#scope, this.#meter, model, frame, key, nodes[0] as FieldNode, place);
    if (!planned) return null;
    const { field, column } = planned;
    if (field.spec.target === undefined) return computedItem(key, field, column);
    const next = below(this.#scope, place, key, place.rows);
    const row = this.row(this.#scope.registry.model(field.spec.target), setsBelow(nodes), next, ownFrame());
    row.idColumn = row.columns.add(`${SELF}.id`);
    return { kind: 'one', key, column, row };
  }

  #derived(model: Model, frame: Frame, key: string, nodes: FieldNode[], place: Place): Item | null {
    const sets = setsBelow(nodes);
    return planDerived(this.#scope, this.#meter, model, frame, key, nodes, place, (target, next) =>
      this.row(target, sets, next, ownFrame()),
    );
  }

  #one(plan: RowPlan, frame: Frame, key: string, edge: OneEdge, nodes: FieldNode[], place: Place): Item {
    const target = this.#scope.registry.model(edge.target);
    const sets = setsBelow(nodes);
    const next = below(this.#scope, place, key, place.rows);
    if (place.rows === 1 && this.#isFlat(target, sets)) return this.#fold(plan, frame, key, edge, target, sets, next);
    const column = frame.columns.add(columnSql(frame.alias, edge.column));
    const row = this.row(target, sets, next, ownFrame());
    row.idColumn = row.columns.add(`${SELF}.id`);
    return { kind: 'one', key, column, row };
  }

  #fold(
    plan: RowPlan,
    frame: Frame,
    key: string,
    edge: OneEdge,
    target: Model,
    sets: SelectionSetNode[],
    place: Place,
  ): Item {
    const alias = `j${plan.folds.length}`;
    plan.folds.push({ alias, parent: frame.alias, edge, target });
    const column = frame.columns.add(`${alias}.id`);
    return {
      kind: 'folded',
      key,
      column,
      row: this.row(target, sets, place, { columns: frame.columns, folds: frame.folds, alias }),
    };
  }

  /** Whether a selection holds nothing but own values and references of the same sort. */
  #isFlat(model: Model, sets: readonly SelectionSetNode[]): boolean {
    const selected: Selected = collect(this.#scope, typeOf(this.#scope, model.type), sets);
    return [...selected.values()].every((nodes) => {
      const name = nodes[0]?.name.value ?? '';
      const edge = model.edges.get(name);
      if (!edge) return model.computed.get(name)?.spec.target === undefined && !model.derived.has(name);
      return edge.kind === 'one' && this.#isFlat(this.#scope.registry.model(edge.target), setsBelow(nodes));
    });
  }

  #arc(frame: Frame, key: string, edge: ArcEdge, nodes: FieldNode[], place: Place): Item {
    const arms = edge.arms.map(({ target, column }) => ({
      column: frame.columns.add(columnSql(frame.alias, column)),
      row: this.#armRow(this.#scope.registry.model(target), key, nodes, place),
    }));
    return { kind: 'arc', key, arms };
  }

  /** The object an attached row belongs to: an arm for each type it may have. */
  #open(frame: Frame, key: string, nodes: FieldNode[], place: Place): Item {
    const column = frame.columns.add(columnSql(frame.alias, 'object_id'));
    const type = frame.columns.add(columnSql(frame.alias, 'object_type'));
    const arms = this.#scope.registry.models
      .filter(({ handMade }) => !handMade)
      .map((model) => ({
        column,
        only: { column: type, text: model.name },
        row: this.#armRow(model, key, nodes, place),
      }));
    return { kind: 'arc', key, arms };
  }

  #armRow(model: Model, key: string, nodes: FieldNode[], place: Place): RowPlan {
    const row = this.row(model, setsBelow(nodes), below(this.#scope, place, key, place.rows), ownFrame());
    row.idColumn = row.columns.add(`${SELF}.id`);
    return row;
  }
}

/** Plans what a selection reads of the rows of a model. */
export const planRow = (
  scope: PlanScope,
  meter: Meter,
  model: Model,
  sets: readonly SelectionSetNode[],
  place: Place,
  frame: Frame = ownFrame(),
): RowPlan => new RowPlanner(scope, meter).row(model, sets, place, frame);
