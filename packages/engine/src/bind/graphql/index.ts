export {
  bindResolvers,
  payloadOf,
  runOptions,
  type ApiContext,
  type Backend,
  type Payload,
} from './resolvers.ts';
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
