export { bindResolvers, type ApiContext, type Authorize, type Backend } from './resolvers.ts';
export { type WriteVerb } from './roots.ts';
export { scalars } from './scalars.ts';
export {
  buildSchemaFor,
  generatedType,
  mutationsOf,
  printedSchema,
  type ResolverClass,
  type SchemaParts,
} from './schema.ts';
