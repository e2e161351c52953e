import type { ArcEdge, Edge, ManyEdge, ManyToManyEdge, Model, OneEdge, ScalarField } from '@plumbline/engine';
import { registry } from '../../src/index.ts';
import { attachedModels } from './seed.ts';
import { idOf, ROWS } from './ids.ts';

/** One field of a document that might tell of hidden rows. */
export interface Question {
  /** Edge and way of asking, for messages. */
  readonly name: string;
  /** The root field without an alias. */
  readonly field: string;
  readonly rank: Rank;
}

/** When a question is asked: always, in the short run where some rows are hidden, or in the long run only. */
export type Rank = 'telling' | 'usual' | 'long';

const ALL = `first: ${ROWS}, orderBy: [{ field: "number" }]`;

/** Number of a row that viewers of some rows do not see, and of one that refers to it. */
const [HIDDEN, REFERS] = [2, 3] as const;

/** Filters that tell of rows none of which is seen, and those that tell little beside others. */
const RANKS: Readonly<Record<string, Rank>> = {
  isNull: 'telling',
  none: 'telling',
  every: 'long',
  'of all but one': 'long',
};

/** Asks about one way to reach a model. */
class Asked {
  readonly questions: Question[] = [];
  readonly #from: Model;
  readonly #edge: string;

  constructor(from: Model, edge: string) {
    this.#from = from;
    this.#edge = edge;
  }

  add(how: string, field: string, rank: Rank = 'usual'): void {
    this.questions.push({ name: `${this.#from.name}.${this.#edge} ${how}`, field, rank });
  }

  /** Rows that a filter finds. */
  filter(how: string, filter: string): void {
    const field = `${this.#from.many}(${ALL}, filter: { ${this.#edge}: ${filter} }) { nodes { number } }`;
    this.add(`filter ${how}`, field, RANKS[how]);
  }

  /** Rows in an order, with what cursors hold. */
  order(field: string, more = ''): void {
    const by = `orderBy: [{ field: "${field}"${more} }]`;
    this.add(`order ${by}`, `${this.#from.many}(first: ${ROWS}, ${by}) { edges { cursor node { number } } }`);
  }

  group(path: string): void {
    this.add(`group ${path}`, `${this.#from.many}Aggregate(groupBy: ["${path}"]) { key count }`);
  }
}

const isFiltered = (edge: { readonly spec?: { readonly filter?: unknown } }): boolean => edge.spec?.filter !== false;

const isSorted = (edge: { readonly spec: { readonly sort?: unknown } }): boolean => edge.spec.sort !== false;

/** Filters on the row at the end of a reference. */
const targetFilters = (target: Model): readonly (readonly [string, string])[] => [
  ['of a hidden id', `{ id: { eq: "${idOf(target, HIDDEN)}" } }`],
  ['of all but one', '{ not: { number: { eq: 1 } } }'],
  ['isNull', '{ isNull: true }'],
  ...textFilters(target),
];

const isSearched = ({ spec }: ScalarField): boolean => spec.search !== undefined && spec.kind === 'text';

/** A filter that every row with a name matches. */
const textFilters = (target: Model): readonly (readonly [string, string])[] => {
  const field = [...target.scalars.values()].find(isSearched);
  return field ? [['of a part of a text', `{ ${field.name}: { icontains: "${field.name.slice(0, 3)}" } }`]] : [];
};

const ofOne = (from: Model, edge: OneEdge): Question[] => {
  const target = registry.model(edge.target);
  const asked = new Asked(from, edge.name);
  asked.add('of one row', `${from.one}(number: ${REFERS}) { number ${edge.name} { id display } }`);
  if (isFiltered(edge)) for (const [how, filter] of targetFilters(target)) asked.filter(how, filter);
  if (isSorted(edge)) {
    asked.order(`${edge.name}.number`, ', direction: DESC, nulls: FIRST');
    asked.order(edge.name);
    if (from.order.some(({ field }) => field === edge.name))
      asked.add('default order', `${from.many}(first: ${ROWS}) { edges { cursor node { number } } }`);
  }
  asked.group(edge.name);
  const about = `a: countDistinct(field: "${edge.name}") b: min(field: "${edge.name}.number") c: max(field: "${edge.name}.number") d: sum(field: "${edge.name}.number")`;
  asked.add('aggregates', `${from.many}Aggregate { count ${about} }`);
  return asked.questions;
};

const ofArc = (from: Model, edge: ArcEdge, target: Model): Question[] => {
  const asked = new Asked(from, edge.name);
  if (isFiltered(edge)) {
    for (const { arm } of edge.arms.filter((one) => one.target === target.name))
      for (const [how, filter] of targetFilters(target)) asked.filter(`${arm} ${how}`, `{ ${arm}: ${filter} }`);
    asked.filter('isNull', '{ isNull: true }');
  }
  if (isSorted(edge)) {
    asked.order(`${edge.name}.type`, ', direction: DESC');
    asked.order(`${edge.name}.display`, ', nulls: FIRST');
  }
  return asked.questions;
};

const ofMany = (from: Model, edge: ManyEdge | ManyToManyEdge): Question[] => {
  const target = registry.model(edge.target);
  const asked = new Asked(from, edge.name);
  const page = `first: 2, orderBy: [{ field: "number", direction: DESC }]`;
  asked.add(
    'of one row',
    `${from.one}(number: 1) { a: ${edge.name}(${page}) { totalCount nodes { id display } pageInfo { hasNextPage endCursor } } }`,
  );
  asked.add(
    'of each row, filtered',
    `${from.many}(${ALL}) { nodes { a: ${edge.name}(${page}, filter: { number: { gt: 1 } }) { totalCount nodes { id } } } }`,
    'long',
  );
  if (edge.kind === 'manyToMany' && edge.spec && !isFiltered(edge)) return asked.questions;
  const id = (number: number) => `{ id: { eq: "${idOf(target, number)}" } }`;
  asked.filter('some of a hidden id', `{ some: ${id(HIDDEN)} }`);
  asked.filter('none', '{ none: { number: { gt: 0 } } }');
  asked.filter('every', '{ every: { number: { lt: 2 } } }');
  asked.filter('count', '{ count: { eq: 1 } }');
  return asked.questions;
};

const leadsTo = (edge: Edge, target: Model): boolean =>
  edge.kind === 'arc' ? edge.arms.some((arm) => arm.target === target.name) : edge.target === target.name;

const selected = (edge: Edge): string => {
  if (edge.kind === 'one') return `${edge.name} { id display url }`;
  if (edge.kind === 'arc') return `${edge.name} { __typename ... on Node { id } }`;
  return `${edge.name}(first: ${ROWS}) { totalCount nodes { id display } }`;
};

/** What every edge of a model that leads to the target tells, in one list. */
const whole = (from: Model, edges: readonly Edge[]): Question => ({
  name: `${from.name} ${edges.map(({ name }) => name).join(', ')}`,
  field: `${from.many}(${ALL}) { totalCount nodes { number ${edges.map((edge, i) => `e${i}: ${selected(edge)}`).join(' ')} } }`,
  rank: 'telling',
});

const edgeQuestions = (from: Model, target: Model): Question[] => {
  const edges = [...from.edges.values()].filter((edge) => leadsTo(edge, target));
  if (edges.length === 0) return [];
  return [
    whole(from, edges),
    ...edges.flatMap((edge) => {
      if (edge.kind === 'one') return ofOne(from, edge);
      return edge.kind === 'arc' ? ofArc(from, edge, target) : ofMany(from, edge);
    }),
  ];
};

/** Edges that lead to a model, each arm of a union as one. */
export const edgesTo = (target: Model): string[] =>
  registry.models.flatMap((from) =>
    [...from.edges.values()].filter((edge) => leadsTo(edge, target)).map((edge) => `${from.name}.${edge.name}`),
  );

/** What is asked about the rows of a model themselves. */
const rootQuestions = (target: Model): Question[] => {
  const asked = new Asked(target, '');
  const id = idOf(target, HIDDEN);
  const field = [...target.scalars.values()].find(isSearched);
  asked.add('list', `${target.many}(${ALL}) { totalCount nodes { id display } }`, 'telling');
  asked.add('default order', `${target.many}(first: 3) { nodes { number } pageInfo { hasNextPage endCursor } }`);
  asked.add('last', `${target.many}(last: 2) { nodes { number } }`);
  asked.add('offset', `${target.many}(first: 2, offset: 1) { nodes { number } }`);
  asked.add('by id', `${target.one}(id: "${id}") { id }`);
  asked.add('by number', `${target.one}(number: ${HIDDEN}) { id }`);
  asked.add('node', `node(id: "${id}") { id }`);
  asked.add('object', `object(type: "${target.type}", number: ${HIDDEN}) { id }`);
  asked.add('count', `${target.many}Aggregate { count a: countDistinct(field: "id") b: max(field: "number") }`);
  asked.add('query', `${target.many}(query: "2") { totalCount }`);
  if (target.tree !== null) {
    asked.add('inTreeOf', `${target.many}(${ALL}, filter: { inTreeOf: { number: ${HIDDEN} } }) { nodes { number } }`);
    asked.add('childOf', `${target.many}(${ALL}, filter: { childOf: { number: ${HIDDEN} } }) { nodes { number } }`);
  }
  if (field) {
    const text = field.name.slice(0, 4);
    asked.add('search', `search(text: "${text}", first: 100, types: ["${target.type}"]) { type value object { id } }`);
    asked.add(
      'search for a part',
      `search(text: "${text.slice(1)}", first: 100, types: ["${target.type}"]) { object { id } }`,
    );
  }
  return asked.questions;
};

/** What rows that are about any object, and the log of changes, tell of a model. */
const attachedQuestions = (target: Model): Question[] => {
  const only = `filter: { objectType: { eq: "${target.name}" } }`;
  const attached = attachedModels();
  const one = attached[registry.models.indexOf(target) % attached.length] ?? target;
  const sets = `changeSets(first: 100, orderBy: [{ field: "number" }]) { totalCount nodes { number records { totalCount } } }`;
  const object = `object { __typename ... on ${target.type} { id } }`;
  const about = (from: Model, how: string, field: string): Question => ({
    name: `${from.name} ${how} ${target.name}`,
    field,
    rank: from.isOpen ? 'usual' : 'telling',
  });
  return [
    ...[...attached, registry.model('core.ChangeRecord')].map((from) =>
      about(from, 'about', `${from.many}(${ALL}, ${only}) { totalCount nodes { number objectId } }`),
    ),
    about(one, 'by type', `${one.many}Aggregate(groupBy: ["objectType"]) { key count }`),
    about(one, 'with the object', `${one.many}(${ALL}, ${only}) { nodes { number ${object} } }`),
    about(registry.model('core.ChangeSet'), 'with records about', sets),
  ];
};

/** Everything that is asked about the rows of a model: through each edge that leads there, and directly. */
export const questionsAbout = (target: Model): Question[] => [
  ...rootQuestions(target),
  ...registry.models.flatMap((from) => edgeQuestions(from, target)),
  ...attachedQuestions(target),
];
