import { kindOf, type FieldSpec } from '@plumbline/kit';
import type { Edge, Model, Registry, ScalarField } from '../../src/registry/model.ts';

/** Repeatable random numbers (Numerical Recipes' linear congruence). */
export const randomOf = (seed: number) => {
  let state = seed;
  return (n: number): number => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return Math.floor((state / 4_294_967_296) * n);
  };
};

/** A random query over a registry. */
export interface RandomQuery {
  readonly text: string;
  readonly variables: Record<string, unknown>;
}

const ORDERS = ['ASC', 'DESC'];

/** Makes random valid queries: aliases, fragments, directives, unions, lists with filters and orders, counts. */
export class QueryFuzzer {
  readonly #registry: Registry;
  readonly #random: (n: number) => number;
  readonly #rows: number;
  #aliases = 0;
  #fragments = new Map<string, string>();

  constructor(registry: Registry, seed: number, rows: number) {
    this.#registry = registry;
    this.#random = randomOf(seed);
    this.#rows = rows;
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.#random(list.length)] as T;
  }

  #chance(oneIn: number): boolean {
    return this.#random(oneIn) === 0;
  }

  #alias(prefix: string): string {
    return `${prefix}${this.#aliases++}: `;
  }

  #scalars(model: Model): ScalarField[] {
    return [...model.scalars.values()].filter((f) => f.spec.secret !== true);
  }

  #leaf(model: Model): string {
    const field = this.#pick(this.#scalars(model));
    const directive = this.#chance(8)
      ? this.#pick([' @skip(if: true)', ' @skip(if: false)', ' @include(if: $yes)', ' @include(if: $no)'])
      : '';
    const alias = this.#chance(5) ? this.#alias('a') : '';
    if (field.name === 'customFields' && this.#chance(2))
      return `${this.#alias('c')}customFields(names: ["size", "a\\"b", "none"])${directive}`;
    if (field.spec.choiceSet && this.#chance(2))
      return `${alias}${field.name}Choice${directive} { ${this.#pick(['value label color', 'label', '__typename color v: value'])} }`;
    return `${alias}${field.name}${directive}`;
  }

  /** A value worked out on reading, or none when the model has no such field. */
  #computed(model: Model): string {
    const fields = [...model.computed.values()];
    if (fields.length === 0 || !this.#chance(2)) return '';
    const field = this.#pick(fields);
    const below = field.spec.target === undefined ? '' : ' { __typename id display }';
    return `${this.#alias('w')}${field.name}${this.#argument(field.arguments)}${below}`;
  }

  #derived(model: Model, depth: number): string {
    const fields = [...model.derived.values()];
    if (fields.length === 0 || !this.#chance(2)) return '';
    const field = this.#pick(fields);
    const alias = this.#alias('d');
    if (field.kind === 'value') return `${alias}${field.name}`;
    const arms = field.targets
      .filter(() => !this.#chance(3))
      .map((name) => this.#registry.model(name))
      .map((target) => `... on ${target.type} { ${this.#alias('x')}display ${this.#edges(target, depth - 2)} }`);
    return `${alias}${field.name} { ${this.#alias('t')}__typename ${arms.join(' ')} }`;
  }

  /** One of the arguments of a field, or none. */
  #argument(specs: readonly FieldSpec[]): string {
    if (specs.length === 0 || !this.#chance(2)) return '';
    const spec = this.#pick(specs);
    return `(${spec.key}: ${JSON.stringify(kindOf(spec.kind).sample(this.#random(this.#rows), spec))})`;
  }

  #filterValue(field: ScalarField): unknown {
    const value = field.type.sample(this.#random(this.#rows), field.spec);
    return field.spec.kind === 'secret' ? undefined : value;
  }

  /** A filter on one field or edge of a model, as GraphQL text. */
  #filter(model: Model, depth: number): string {
    if (depth > 0 && this.#chance(3)) {
      const edge = this.#pick([...model.edges.values()]);
      const text = edge === undefined ? null : this.#edgeFilter(edge, depth);
      if (text !== null) return `{ ${text} }`;
    }
    if (this.#chance(6))
      return `{ ${this.#pick(['and', 'or'])}: [${this.#filter(model, 0)}, ${this.#filter(model, 0)}] }`;
    if (this.#chance(6)) return `{ not: ${this.#filter(model, 0)} }`;
    const field = this.#pick(
      this.#scalars(model).filter((f) => f.spec.filter !== false && f.type.operators.includes('eq')),
    );
    const value = this.#filterValue(field);
    const json = JSON.stringify(value);
    const test = this.#pick(
      field.nullable
        ? [`eq: ${json}`, `ne: ${json}`, `in: [${json}]`, 'isNull: true', 'isNull: false']
        : [`eq: ${json}`, `notIn: [${json}]`],
    );
    return `{ ${field.name}: { ${test} } }`;
  }

  #edgeFilter(edge: Edge, depth: number): string | null {
    if ('spec' in edge && edge.spec?.filter === false) return null;
    const target = (name: string) => this.#registry.model(name);
    if (edge.kind === 'one')
      return `${edge.name}: ${this.#chance(4) ? '{ isNull: false }' : this.#filter(target(edge.target), depth - 1)}`;
    if (edge.kind === 'arc') {
      const arm = this.#pick(edge.arms);
      return `${edge.name}: { ${arm.arm}: ${this.#filter(target(arm.target), depth - 1)} }`;
    }
    if (this.#chance(4)) return `${edge.name}: { count: { gt: ${this.#random(3)} } }`;
    return `${edge.name}: { ${this.#pick(['some', 'every', 'none'])}: ${this.#filter(target(edge.target), depth - 1)} }`;
  }

  #order(model: Model): string {
    const own = this.#scalars(model).filter((f) => f.type.sortable && f.spec.sort !== false);
    const edges = [...model.edges.values()].filter((e) => e.kind === 'one' && e.spec.sort !== false);
    const edge = edges.length > 0 && this.#chance(3) ? this.#pick(edges) : null;
    const field =
      edge?.kind === 'one' ? `${edge.name}.${this.#pick(['number', 'id', 'created'])}` : this.#pick(own).name;
    const nulls = this.#chance(3) ? `, nulls: ${this.#pick(['FIRST', 'LAST'])}` : '';
    return `[{ field: "${field}", direction: ${this.#pick(ORDERS)}${nulls} }]`;
  }

  #arguments(model: Model, isRoot: boolean): string {
    const parts: string[] = [];
    if (this.#chance(2)) parts.push(`${isRoot && this.#chance(4) ? 'last' : 'first'}: ${this.#random(5)}`);
    if (this.#chance(2)) parts.push(`orderBy: ${this.#order(model)}`);
    if (this.#chance(3)) parts.push(`filter: ${this.#filter(model, 2)}`);
    if (this.#chance(12))
      parts.push(`query: ${JSON.stringify(this.#pick(['1', 'a', 'name', '"%', 'ü | -b']))}`.replace('"\\"%"', '"x%"'));
    return parts.length > 0 ? `(${parts.join(', ')})` : '';
  }

  #connection(model: Model, depth: number, isRoot: boolean): string {
    const parts = [`nodes { ${this.#selection(model, depth)} }`];
    if (this.#chance(3))
      parts.push(`edges { cursor ${this.#alias('n')}node { ${this.#selection(model, depth - 1)} } __typename }`);
    if (this.#chance(3)) parts.push('totalCount');
    if (this.#chance(3))
      parts.unshift(
        `pageInfo { hasNextPage ${this.#pick(['endCursor startCursor', 'hasPreviousPage', '__typename'])} }`,
      );
    if (this.#chance(8)) parts.push(`${this.#alias('m')}nodes { ${this.#leafs(model)} }`);
    return `${this.#arguments(model, isRoot)} { ${parts.join(' ')} }`;
  }

  #leafs(model: Model): string {
    const parts = Array.from({ length: 1 + this.#random(4) }, () => this.#leaf(model));
    if (this.#chance(4)) parts.push('display');
    if (this.#chance(6)) parts.push('url');
    if (this.#chance(4)) parts.push('__typename');
    return parts.join(' ');
  }

  #edge(edge: Edge, depth: number): string {
    const alias = this.#chance(8) && edge.kind === 'one' ? '' : this.#alias('r');
    if (edge.kind === 'one')
      return `${alias}${edge.name} { ${this.#selection(this.#registry.model(edge.target), depth - 1)} }`;
    if (edge.kind !== 'arc')
      return `${alias}${edge.name}${this.#connection(this.#registry.model(edge.target), depth - 1, false)}`;
    const arms = edge.arms
      .filter(() => !this.#chance(3))
      .map((arm) => {
        const target = this.#registry.model(arm.target);
        return `... on ${target.type} { ${this.#alias('x')}display ${this.#edges(target, depth - 2)} }`;
      });
    return `${alias}${edge.name} { __typename ${arms.join(' ')} ${this.#chance(3) ? '... on Node { id }' : ''} }`;
  }

  #edges(model: Model, depth: number): string {
    const edges = [...model.edges.values()];
    if (depth <= 0 || edges.length === 0) return '';
    return Array.from({ length: 1 + this.#random(2) }, () => this.#edge(this.#pick(edges), depth)).join(' ');
  }

  #fragment(model: Model): string {
    const name = `F${model.type}`;
    if (!this.#fragments.has(name))
      this.#fragments.set(name, `fragment ${name} on ${model.type} { id __typename display }`);
    return `...${name}`;
  }

  #selection(model: Model, depth: number): string {
    const parts = [this.#leafs(model), this.#computed(model), this.#derived(model, depth), this.#edges(model, depth)];
    if (this.#chance(6)) parts.push(this.#fragment(model));
    if (this.#chance(6)) parts.push(`... on ${model.type} @include(if: $yes) { number }`);
    if (this.#chance(6)) parts.push('... on Node { rowVersion }');
    return parts.filter((p) => p !== '').join(' ');
  }

  #root(): string {
    const model = this.#pick(this.#registry.models.filter((m) => !m.handMade));
    const alias = this.#alias('q');
    if (this.#chance(3))
      return `${alias}${model.one}(number: ${1 + this.#random(this.#rows + 1)}) { ${this.#selection(model, 4)} }`;
    if (this.#chance(8))
      return `${alias}${model.many}Aggregate(groupBy: ["number"]) { key count n: countDistinct(field: "id") avg(field: "number") }`;
    return `${alias}${model.many}${this.#connection(model, 4, true)}`;
  }

  /** The next query. Numbers in aliases count up over the whole run. */
  next(): RandomQuery {
    this.#fragments = new Map();
    const roots = Array.from({ length: 1 + this.#random(3) }, () => this.#root());
    const text = `query Q($yes: Boolean! = true, $no: Boolean! = false) { ${roots.join(' ')} u: __typename @include(if: $no) v: __typename @skip(if: $yes) }`;
    return { text: `${text} ${[...this.#fragments.values()].join(' ')}`, variables: {} };
  }
}
