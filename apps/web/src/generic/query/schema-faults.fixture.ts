import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, coerceInputValue, type GraphQLInputType, parse, typeFromAST, validate } from 'graphql';
import type { GraphqlRequest } from '../../api/client.ts';

/** The schema of the server, as it is generated. */
export const schema = buildSchema(readFileSync(join(__dirname, '../../../../../schema.graphql'), 'utf8'));

/** Everything the schema has against a request: its document, and each variable's value. */
export function faults({ query, variables }: GraphqlRequest): string[] {
  const document = parse(query);
  const found = validate(schema, document).map((error) => error.message);
  const [operation] = document.definitions;
  if (operation?.kind !== 'OperationDefinition') return [...found, 'no operation'];
  const declared = operation.variableDefinitions ?? [];
  for (const { variable, type } of declared) {
    const known = typeFromAST(schema, type as never) as GraphQLInputType | undefined;
    if (!known) continue;
    coerceInputValue(variables[variable.name.value], known, (path, _value, error) =>
      found.push(`${variable.name.value} ${path.join('.')}: ${error.message}`),
    );
  }
  const names = new Set(declared.map(({ variable }) => variable.name.value));
  const undeclared = Object.keys(variables).filter((name) => !names.has(name));
  return [...found, ...undeclared.map((name) => `variable ${name} is not declared`)];
}
