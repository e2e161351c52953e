import { InvalidInput } from '@plumbline/kit';
import {
  Kind,
  NoUnusedVariablesRule,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import { defineJob, type JobContext, type JobDefinition } from './job.ts';

/** A list query and its variables. */
export interface BulkExportInput {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Name of the file, `export.jsonl` when absent. */
  readonly name: string;
}

/** A variable that held a page size is left over without it. */
const RULES = specifiedRules.filter((rule) => rule !== NoUnusedVariablesRule);
const PAGING: ReadonlySet<string> = new Set(['first', 'after', 'last', 'before', 'offset']);

const refuse = (path: string, message: string): never => {
  throw new InvalidInput([{ path: `input.${path}`, code: 'BAD_USER_INPUT', message }]);
};

const inputOf = (input: unknown): BulkExportInput => {
  const { query, variables, name } = (input ?? {}) as Record<string, unknown>;
  if (typeof query !== 'string') return refuse('query', 'Give the list query to export as text.');
  if (variables !== undefined && (typeof variables !== 'object' || Array.isArray(variables)))
    return refuse('variables', 'Variables are an object.');
  return {
    query,
    variables: (variables ?? {}) as Record<string, unknown>,
    name: typeof name === 'string' && name !== '' ? name : 'export.jsonl',
  };
};

const isNodes = (selection: SelectionNode): boolean =>
  selection.kind === Kind.FIELD && selection.name.value === 'nodes' && !selection.alias;

const onlyOperation = (document: DocumentNode): OperationDefinitionNode => {
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const [operation] = operations;
  if (!operation || operations.length > 1 || operation.operation !== OperationTypeNode.QUERY)
    return refuse('query', 'Give exactly one query.');
  return operation;
};

const onlyList = (operation: OperationDefinitionNode): FieldNode => {
  const [root, ...more] = operation.selectionSet.selections;
  if (root?.kind !== Kind.FIELD || more.length > 0)
    return refuse('query', 'The query must hold one list, such as { things { nodes { name } } }.');
  if (!root.selectionSet?.selections.some(isNodes))
    return refuse('query', `Select the rows as { ${root.name.value} { nodes { ... } } }.`);
  return root;
};

const parsed = (text: string): DocumentNode => {
  try {
    return parse(text, { maxTokens: 10_000 });
  } catch (error) {
    return refuse('query', (error as Error).message);
  }
};

/** The query with nothing asked of its list but the rows, from the first to the last. */
export const wholeQuery = (text: string): DocumentNode => {
  const document = parsed(text);
  const operation = onlyOperation(document);
  const root = onlyList(operation);
  const list: FieldNode = {
    ...root,
    arguments: (root.arguments ?? []).filter(({ name }) => !PAGING.has(name.value)),
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: root.selectionSet?.selections.filter(isNodes) ?? [],
    },
  };
  const whole: OperationDefinitionNode = {
    ...operation,
    selectionSet: { kind: Kind.SELECTION_SET, selections: [list] },
  };
  return {
    ...document,
    definitions: document.definitions.map((definition) => (definition === operation ? whole : definition)),
  };
};

async function* lines(
  context: JobContext<unknown>,
  { query, variables }: BulkExportInput,
  count: { rows: number },
): AsyncGenerator<Buffer> {
  const { reader, actor, signal, reads } = context;
  const all = await reader.lines({ document: wholeQuery(query), variables, actor, signal }, reads);
  if (all === null) return refuse('query', 'This query can only be answered page by page through the API.');
  for await (const rows of all) {
    count.rows += rows.length;
    context.progress(null);
    yield Buffer.from(`${rows.join('\n')}\n`);
  }
}

/** The job `bulkExport(query, variables)`: one list query to its end, in one snapshot, into a file of one JSON object per line. */
export const bulkExport = (schema: GraphQLSchema): JobDefinition => {
  const check = (raw: unknown): BulkExportInput => {
    const input = inputOf(raw);
    const [error] = validate(schema, wholeQuery(input.query), RULES);
    if (error) refuse('query', error.message);
    return input;
  };
  return defineJob<BulkExportInput>({
    name: 'bulkExport',
    label: 'Export',
    description: 'Writes all rows of one list query into a file, one JSON object per line.',
    startedBy: 'anyone',
    inputs: [
      { name: 'query', kind: 'longText', required: true, help: 'One list, such as { sites { nodes { name } } }' },
      { name: 'variables', kind: 'json', help: 'Variables of the query' },
      { name: 'name', kind: 'text', help: 'Name of the file', initial: 'export.jsonl' },
    ],
    parse: check,
    run: async (context) => {
      const input = check(context.input);
      const { organizationId, userId } = context.actor;
      const file = await context.files.create({
        organizationId,
        userId,
        name: input.name,
        contentType: 'application/x-ndjson',
      });
      const count = { rows: 0 };
      const written = await context.files.append(file, 0, lines(context, input, count));
      const { id, sizeBytes, sha256 } = await context.files.complete(written);
      context.log(`${count.rows} rows in ${sizeBytes} bytes.`);
      return { fileId: id, rows: count.rows, sizeBytes, sha256 };
    },
  });
};
