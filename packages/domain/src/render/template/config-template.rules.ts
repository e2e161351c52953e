import { derive, rule, type DomainRule, type Draft, type Work } from '@plumbline/engine';
import { Kind, OperationTypeNode, parse, validate, type GraphQLSchema } from 'graphql';
import { textOf } from '../../lookup.queries.ts';
import { SUBJECTS } from '../subject.ts';
import { checkTemplate } from './check.ts';
import { readOptions } from './options.ts';

const TEMPLATE = 'extras.ConfigTemplate';

/** Templates written here fail on names that are not there; imported ones keep what they say. */
const strictByDefault = derive(TEMPLATE, {
  name: 'render.configtemplate.1.strict',
  from: ['environmentParams'],
  fill: (drafts, work) => {
    if (work.trusted) return;
    for (const draft of drafts) {
      const params = draft.after['environmentParams'] ?? {};
      if (typeof params !== 'object' || Array.isArray(params) || 'undefined' in params) continue;
      draft.set('environmentParams', { ...params, undefined: 'strict' });
    }
  },
});

const optionsFit = rule(TEMPLATE, {
  name: 'render.configtemplate.2.options',
  when: ['environmentParams'],
  check: (drafts) => {
    for (const draft of drafts)
      for (const { path, message } of readOptions(draft.after['environmentParams']).problems)
        draft.refuse(path === '' ? 'environmentParams' : `environmentParams.${path}`, 'BAD_USER_INPUT', message);
  },
});

/** Names of the top level that some context of the organization brings. */
const contextKeys = async (work: Work): Promise<ReadonlySet<string>> => {
  const rows = await work.read.rows('extras.ConfigContext', { fields: ['data'] });
  return new Set(rows.flatMap(({ data }) => (typeof data === 'object' && data !== null ? Object.keys(data) : [])));
};

const checked = (draft: Draft, work: Work) =>
  checkTemplate(
    work.registry,
    textOf(draft.after, 'name') ?? 'main',
    textOf(draft.after, 'templateCode') ?? '',
    draft.after['environmentParams'],
  );

const typesKept = derive(TEMPLATE, {
  name: 'render.configtemplate.4.types',
  from: ['templateCode', 'environmentParams'],
  fill: (drafts, work) => {
    for (const draft of drafts) draft.set('usesTypes', checked(draft, work).types);
  },
});

const isStrict = (draft: Draft): boolean =>
  readOptions(draft.after['environmentParams']).options.undefined === 'strict';

const refuseSource = (draft: Draft, work: Work, keys: ReadonlySet<string>): void => {
  const { refused, fields, names } = checked(draft, work);
  for (const { kind, message, line } of refused)
    if (kind !== 'TemplateOptionError') {
      const place = line === null ? '' : `, line ${line}`;
      draft.refuse('templateCode', 'TEMPLATE_INVALID', `${message}${place}`, { kind, line });
    }
  if (!isStrict(draft)) return;
  for (const { kind, message, line } of [...fields, ...names.filter(({ name }) => !keys.has(name))])
    draft.refuse('templateCode', 'TEMPLATE_INVALID', message, { kind, line });
};

const sourceFits = rule(TEMPLATE, {
  name: 'render.configtemplate.5.source',
  when: ['templateCode', 'environmentParams'],
  check: async (drafts, work) => {
    const keys = await contextKeys(work);
    for (const draft of drafts) refuseSource(draft, work, keys);
  },
});

const MOST_QUERY = 20_000;
/** Variables that renders fill in, each for its own type. */
const FILLED: readonly string[] = SUBJECTS.map(({ field }) => field);

/** What is wrong with a saved query, or null. The query may declare `$device` or `$virtualMachine`, and nothing else without a default. */
export const queryProblem = (schema: GraphQLSchema, text: string): string | null => {
  if (text.length > MOST_QUERY) return `A query holds at most ${MOST_QUERY} characters.`;
  try {
    const document = parse(text, { maxTokens: 5_000 });
    const operations = document.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
    const [operation] = operations;
    if (!operation || operations.length > 1 || operation.operation !== OperationTypeNode.QUERY)
      return 'Give exactly one query.';
    const required = (operation.variableDefinitions ?? []).flatMap(({ variable, type, defaultValue }) =>
      type.kind === Kind.NON_NULL_TYPE && !defaultValue ? [variable.name.value] : [],
    );
    const unfilled = required.find((name) => !FILLED.includes(name)) ?? required[1];
    if (unfilled !== undefined) return `Only $device, or $virtualMachine, is filled in; $${unfilled} needs a default.`;
    return validate(schema, document)[0]?.message ?? null;
  } catch (error) {
    return (error as Error).message;
  }
};

const refuseQuery = (schema: GraphQLSchema, draft: Draft): void => {
  const text = textOf(draft.after, 'dataQuery');
  const problem = text === null ? null : queryProblem(schema, text);
  if (problem !== null) draft.refuse('dataQuery', 'TEMPLATE_QUERY_INVALID', problem);
};

/** Rules of templates that hold whatever else is configured. */
export const configTemplateRules: readonly DomainRule[] = [strictByDefault, typesKept, optionsFit, sourceFits];

/** Rules of templates that need the product's schema, which is made from the other rules. */
export const templateQueryRules = (schema: GraphQLSchema): readonly DomainRule[] => [
  rule(TEMPLATE, {
    name: 'render.configtemplate.3.query',
    when: ['dataQuery'],
    check: (drafts) => drafts.forEach((draft) => refuseQuery(schema, draft)),
  }),
];
