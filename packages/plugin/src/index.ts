/** The door for plugins: what a plugin declares with, and the types its functions are given. */
export * from '@plumbline/kit';
export {
  afterSave,
  command,
  computed,
  defineDomain,
  defineJob,
  definePlugin,
  derive,
  generatedType,
  payloadOf,
  rule,
  runOptions,
  type Actor,
  type ComputedScope,
  type Domain,
  type Draft,
  type GraphQLResolveInfo,
  type InputRow,
  type JobContext,
  type PanelSlot,
  type Payload,
  type PayloadNodes,
  type Plugin,
  type PluginContext,
  type PluginMigration,
  type PluginPanel,
  type Row,
  type SecretProvider,
  type Work,
} from '@plumbline/engine';
/** Verbs and questions of a plugin's own are type-graphql methods; they must come from the product's copy. */
export { Arg, Ctx, Field, Float, ID, Info, InputType, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
