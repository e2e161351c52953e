import { didYouMean, type FieldSpec } from '@plumbline/kit';
import type { Model } from './model.ts';

const RESERVED = new Set([
  'Query',
  'Mutation',
  'Subscription',
  'Node',
  'Object',
  'String',
  'Int',
  'Float',
  'Boolean',
  'ID',
  'DateTime',
  'Date',
  'JSON',
  'Mac',
  'IpHost',
  'IpCidr',
  'AsNumber',
  'Color',
  'URL',
  'UUID',
  'Decimal',
  'BigInt',
  'PageInfo',
  'Choice',
  'Error',
  'WriteOptions',
]);
const RESERVED_FIELDS = new Set([
  'id',
  'number',
  'display',
  'url',
  'rowVersion',
  'created',
  'lastUpdated',
  'createdBy',
  'lastUpdatedBy',
  'tags',
  'customFields',
  'and',
  'or',
  'not',
  'isNull',
  'inTreeOf',
  'childOf',
  'customField',
  'relation',
  'key',
]);

const targetsOf = (field: FieldSpec): string[] =>
  field.kind === 'arc' ? Object.values(field.targets ?? {}) : field.target ? [field.target] : [];

const fieldProblems = (model: Model, field: FieldSpec, known: ReadonlyMap<string, Model>): string[] => {
  const at = `${model.name}.${field.key}`;
  const problems: string[] = [];
  if (RESERVED_FIELDS.has(field.key)) problems.push(`${at}: the engine uses this name itself.`);
  for (const target of targetsOf(field))
    if (!known.has(target))
      problems.push(`${at} refers to unknown entity "${target}".${didYouMean(target, known.keys())}`);
  if (field.onDelete === 'setNull' && !field.optional)
    problems.push(`${at} is required and can't be set to null on delete.`);
  if ((field.kind === 'choice' || field.kind === 'intChoice') && !field.choiceSet?.choices.length)
    problems.push(`${at} has no choices.`);
  return problems;
};

const keysOf = (model: Model): [option: string, key: string][] => [
  ...model.matchBy.map((key): [string, string] => ['matchBy', key]),
  ...model.display.map((key): [string, string] => ['display', key]),
  ...model.order.map((part): [string, string] => ['order', part.field]),
  ...(model.tree ? [['tree', model.tree] as [string, string]] : []),
  ...model.unique.flatMap((unique) => unique.fields.map((key): [string, string] => ['unique', key])),
];

const optionProblems = (model: Model): string[] => {
  const names = new Set([...model.scalars.keys(), ...model.edges.keys()]);
  return keysOf(model)
    .filter(([, key]) => !names.has(key))
    .map(([option, key]) => `${model.name}: ${option} names unknown field "${key}".${didYouMean(key, names)}`);
};

const inverseProblems = (models: readonly Model[]): string[] => {
  const taken = new Map<string, string>();
  const known = new Map(models.map((model) => [model.name, model]));
  const problems: string[] = [];
  for (const model of models)
    for (const field of model.spec.fields.values())
      for (const target of typeof field.inverse === 'string' ? targetsOf(field) : []) {
        const key = `${target}.${String(field.inverse)}`;
        const at = `${model.name}.${field.key}`;
        const own = known.get(target);
        if (taken.has(key) || own?.spec.fields.has(String(field.inverse)))
          problems.push(
            `${at}: inverse "${String(field.inverse)}" on ${target} is taken${taken.has(key) ? ` by ${taken.get(key)}` : ''}.`,
          );
        taken.set(key, at);
      }
  return problems;
};

const clashes = (models: readonly Model[], what: (model: Model) => string, label: string): string[] => {
  const seen = new Map<string, string>();
  return models.flatMap((model) => {
    const key = what(model);
    const other = seen.get(key);
    seen.set(key, model.name);
    return other ? [`${model.name}: ${label} "${key}" is already used by ${other}.`] : [];
  });
};

/** Everything wrong with a set of declarations, one sentence each; empty when they hold together. */
export const problemsOf = (models: readonly Model[]): string[] => {
  const known = new Map(models.map((model) => [model.name, model]));
  return [
    ...models.filter((model) => RESERVED.has(model.type)).map((model) => `${model.name}: the type name is reserved.`),
    ...clashes(models, (m) => m.type, 'type'),
    ...clashes(models, (m) => m.one, 'root field'),
    ...clashes(models, (m) => m.many, 'root field'),
    ...clashes(models, (m) => m.table, 'table'),
    ...models.flatMap((model) =>
      [...model.spec.fields.values()].flatMap((field) => fieldProblems(model, field, known)),
    ),
    ...models.flatMap(optionProblems),
    ...inverseProblems(models),
  ];
};

/** Lists that rows are said to be seen through and that do not exist; once both sides of edges are known. */
export const seenThroughProblems = (models: readonly Model[]): string[] =>
  models.flatMap(({ name, edges, spec }) => {
    const { seenThrough } = spec.options;
    if (seenThrough === undefined || seenThrough === '*' || edges.get(seenThrough)?.kind === 'many') return [];
    return [
      `${name} is seen through "${seenThrough}", which is no list of it.${didYouMean(seenThrough, edges.keys())}`,
    ];
  });
