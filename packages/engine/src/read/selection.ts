import {
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** What merging selections needs: as graphql-js has it while it executes. */
export interface SelectionScope {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Selected fields by response key, in the order graphql-js answers them. */
export type Selected = Map<string, FieldNode[]>;

/** Fragments of a document by name. */
export const fragmentsOf = (document: DocumentNode): Record<string, FragmentDefinitionNode> =>
  Object.fromEntries(
    document.definitions.flatMap((d) => (d.kind === Kind.FRAGMENT_DEFINITION ? [[d.name.value, d] as const] : [])),
  );

/** The operation to run, or null when the name does not settle it. */
export const operationOf = (
  document: DocumentNode,
  name: string | null | undefined,
): OperationDefinitionNode | null => {
  const operations = document.definitions.filter((d) => d.kind === Kind.OPERATION_DEFINITION);
  if (name === null || name === undefined || name === '')
    return operations.length === 1 ? (operations[0] ?? null) : null;
  return operations.find((operation) => operation.name?.value === name) ?? null;
};

const isIncluded = (scope: SelectionScope, node: SelectionNode): boolean => {
  if (node.directives === undefined || node.directives.length === 0) return true;
  const variables = scope.variables as Record<string, unknown>;
  if (getDirectiveValues(GraphQLSkipDirective, node, variables)?.['if'] === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variables)?.['if'] !== false;
};

const applies = (scope: SelectionScope, condition: string | undefined, type: GraphQLObjectType): boolean => {
  if (condition === undefined || condition === type.name) return true;
  const found = scope.schema.getType(condition);
  return isAbstractType(found) && scope.schema.isSubType(found, type);
};

const visit = (
  scope: SelectionScope,
  type: GraphQLObjectType,
  set: SelectionSetNode,
  into: Selected,
  seen: Set<string>,
): void => {
  for (const node of set.selections) {
    if (!isIncluded(scope, node)) continue;
    if (node.kind === Kind.FIELD) {
      const key = node.alias?.value ?? node.name.value;
      const known = into.get(key);
      if (known) known.push(node);
      else into.set(key, [node]);
      continue;
    }
    if (node.kind === Kind.FRAGMENT_SPREAD) {
      if (seen.has(node.name.value)) continue;
      seen.add(node.name.value);
    }
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : scope.fragments[node.name.value];
    if (fragment && applies(scope, fragment.typeCondition?.name.value, type))
      visit(scope, type, fragment.selectionSet, into, seen);
  }
};

/** Fields a concrete type answers, merged as section 6.3.2 of the GraphQL specification (2021) says. */
export const collect = (
  scope: SelectionScope,
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
): Selected => {
  const into: Selected = new Map();
  const seen = new Set<string>();
  for (const set of sets) visit(scope, type, set, into, seen);
  return into;
};

/** Selection sets below the merged nodes of one response key. */
export const setsBelow = (nodes: readonly FieldNode[]): SelectionSetNode[] =>
  nodes.flatMap((node) => (node.selectionSet ? [node.selectionSet] : []));
