import { InvalidInput, TooExpensive } from '@plumbline/kit';
import {
  Kind,
  OperationTypeNode,
  parse,
  validate,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import { defineJob, type JobContext, type JobDefinition } from './job.ts';
import { splitItems } from './json-items.ts';

/** A list query and its variables. */
export interface BulkExportInput {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Name of the file, `export.jsonl` when absent. */
  readonly name: string;
}

const PAGE = 1_000;
const PAGING: ReadonlySet<string> = new Set(['first', 'after', 'last', 'before', 'offset']);
const [FIRST, CURSOR] = ['plumblineFirst', 'plumblineAfter'] as const;

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

const named = (value: string) => ({ kind: Kind.NAME, value }) as const;
const variable = (name: string) => ({ kind: Kind.VARIABLE, name: named(name) }) as const;
const argument = (name: string, value: string) =>
  ({ kind: Kind.ARGUMENT, name: named(name), value: variable(value) }) as const;
const field = (name: string, below: readonly SelectionNode[] = []): FieldNode => ({
  kind: Kind.FIELD,
  name: named(name),
  ...(below.length > 0 && { selectionSet: { kind: Kind.SELECTION_SET, selections: below } }),
});

const declared = (name: string, type: string) =>
  ({
    kind: Kind.VARIABLE_DEFINITION,
    variable: variable(name),
    type: { kind: Kind.NAMED_TYPE, name: named(type) },
  }) as const;

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

/** The query as one that takes a page size and a cursor, with nothing selected but rows and the next cursor. */
export const pagedQuery = (text: string): DocumentNode => {
  const document = parsed(text);
  const operation = onlyOperation(document);
  const root = onlyList(operation);
  const kept = (root.arguments ?? []).filter(({ name }) => !PAGING.has(name.value));
  const rows = root.selectionSet?.selections.filter(isNodes) ?? [];
  const list: FieldNode = {
    kind: Kind.FIELD,
    name: root.name,
    alias: named('list'),
    arguments: [...kept, argument('first', FIRST), argument('after', CURSOR)],
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: [field('pageInfo', [field('hasNextPage'), field('endCursor')]), ...rows],
    },
  };
  const paged: OperationDefinitionNode = {
    ...operation,
    variableDefinitions: [...(operation.variableDefinitions ?? []), declared(FIRST, 'Int'), declared(CURSOR, 'String')],
    selectionSet: { kind: Kind.SELECTION_SET, selections: [list] },
  };
  return {
    ...document,
    definitions: document.definitions.map((definition) => (definition === operation ? paged : definition)),
  };
};

interface Page {
  readonly rows: readonly string[];
  readonly next: string | null;
}

const [INFO, NODES] = ['"pageInfo":', ',"nodes":['] as const;

/** `{"list":{"pageInfo":{...},"nodes":[...]}}` in its parts; rows stay the text the reader wrote. */
const pageOf = (text: string): Page => {
  const [info, nodes] = [text.indexOf(INFO) + INFO.length, text.indexOf(NODES)];
  const { hasNextPage, endCursor } = JSON.parse(text.slice(info, nodes)) as {
    hasNextPage: boolean;
    endCursor: string | null;
  };
  return { rows: splitItems(text, nodes + NODES.length - 1), next: hasNextPage ? endCursor : null };
};

const askPage = async (
  context: JobContext<unknown>,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): Promise<Page> => {
  const answer = await context.reader.respond(
    { document, variables, actor: context.actor, signal: context.signal },
    context.reads,
  );
  if (answer === null) return refuse('query', 'This query can only be answered page by page through the API.');
  return pageOf(answer.text);
};

/** Pages in order; a page that would cost too much is halved. */
async function* pages(context: JobContext<unknown>, { query, variables }: BulkExportInput): AsyncGenerator<Page> {
  const document = pagedQuery(query);
  let size = PAGE;
  let after: string | null = null;
  do {
    context.signal.throwIfAborted();
    try {
      const page: Page = await askPage(context, document, {
        ...variables,
        [FIRST]: size,
        [CURSOR]: after === '' ? null : after,
      });
      yield page;
      after = page.next;
    } catch (error) {
      if (!(error instanceof TooExpensive) || size === 1) throw error;
      size = Math.ceil(size / 2);
      after ??= '';
    }
  } while (after !== null);
}

async function* lines(
  context: JobContext<unknown>,
  all: AsyncGenerator<Page>,
  count: { rows: number },
): AsyncGenerator<Buffer> {
  for await (const { rows } of all) {
    count.rows += rows.length;
    context.progress(null);
    if (rows.length > 0) yield Buffer.from(`${rows.join('\n')}\n`);
  }
}

/** The job `bulkExport(query, variables)`: one list query, page by page, into a file of one JSON object per line. */
export const bulkExport = (schema: GraphQLSchema): JobDefinition => {
  const check = (raw: unknown): BulkExportInput => {
    const input = inputOf(raw);
    const [error] = validate(schema, pagedQuery(input.query));
    if (error) refuse('query', error.message);
    return input;
  };
  return defineJob<BulkExportInput>({
    name: 'bulkExport',
    label: 'Export',
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
      const written = await context.files.append(file, 0, lines(context, pages(context, input), count));
      const { id, sizeBytes, sha256 } = await context.files.complete(written);
      context.log(`${count.rows} rows in ${sizeBytes} bytes.`);
      return { fileId: id, rows: count.rows, sizeBytes, sha256 };
    },
  });
};
