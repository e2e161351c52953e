import { derive, rule, type DomainRule, type Draft } from '@plumbline/engine';
import { Kind, OperationTypeNode, parse, validate, type GraphQLSchema } from 'graphql';
import { textOf } from '../../lookup.queries.ts';
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

const MOST_QUERY = 20_000;

/** What is wrong with a saved query, or null. The query may declare `$device` and nothing else without a default. */
export const queryProblem = (schema: GraphQLSchema, text: string): string | null => {
  if (text.length > MOST_QUERY) return `A query holds at most ${MOST_QUERY} characters.`;
  try {
    const document = parse(text, { maxTokens: 5_000 });
    const operations = document.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
    const [operation] = operations;
    if (!operation || operations.length > 1 || operation.operation !== OperationTypeNode.QUERY)
      return 'Give exactly one query.';
    const unfilled = (operation.variableDefinitions ?? []).find(
      ({ variable, type, defaultValue }) =>
        variable.name.value !== 'device' && type.kind === Kind.NON_NULL_TYPE && !defaultValue,
    );
    if (unfilled) return `Only $device is filled in; $${unfilled.variable.name.value} needs a default.`;
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
export const configTemplateRules: readonly DomainRule[] = [strictByDefault, optionsFit];

/** Rules of templates that need the product's schema, which is made from the other rules. */
export const templateQueryRules = (schema: GraphQLSchema): readonly DomainRule[] => [
  rule(TEMPLATE, {
    name: 'render.configtemplate.3.query',
    when: ['dataQuery'],
    check: (drafts) => drafts.forEach((draft) => refuseQuery(schema, draft)),
  }),
];
