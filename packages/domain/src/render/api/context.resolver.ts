import { generatedType, ROW_ID, scalars, type ApiContext } from '@plumbline/engine';
import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, Field, FieldResolver, ID, Info, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { orderedText } from '../../extras/config-context/ordered-json.ts';
import { explained, type SubjectContext } from '../context/merged.queries.ts';
import type { ConfigService } from '../config-service.queries.ts';
import { graphqlName, type ResolverClass, type Subject } from '../subject.ts';
import { Batches } from './batches.ts';

/** Context of requests about configurations. */
export interface ConfigApiContext extends ApiContext {
  readonly configs: ConfigService;
}

/** Where a value of a configuration context comes from. */
@ObjectType({ simpleResolvers: true, description: 'Where a value comes from: a config context, or the local data.' })
export class ConfigContextSource {
  @Field(() => ID, { nullable: true, description: 'Id of the config context; null for the local data.' })
  id!: string | null;

  @Field(() => String, { description: 'Name of the config context, or `local data`.' })
  name!: string;

  @Field(() => Int, { nullable: true })
  weight!: number | null;
}

/** One value of a merged context. */
@ObjectType({ simpleResolvers: true, description: 'One value of the merged data and who said it.' })
export class ConfigContextValue {
  @Field(() => [String], { description: 'Keys from the top.' })
  path!: readonly string[];

  @Field(() => scalars.JSON, { nullable: true, description: 'A scalar, a list or an empty object.' })
  value!: unknown;

  @Field(() => ConfigContextSource)
  source!: ConfigContextSource;

  @Field(() => [ConfigContextSource], { description: 'Who spoke here and lost, earliest first.' })
  overridden!: readonly ConfigContextSource[];
}

const LOCAL: ConfigContextSource = { id: null, name: 'local data', weight: null };

const idOf = (row: object): string => String((row as { [ROW_ID]?: unknown })[ROW_ID]);

/** The resolver of what config contexts say about a device or virtual machine. */
export const contextFieldsOf = (of: Subject): ResolverClass => {
  @Resolver(() => generatedType(graphqlName(of)))
  class SubjectContextResolver {
    readonly #batches = new Batches();

    @FieldResolver(() => scalars.JSON, {
      nullable: true,
      description:
        'What the config contexts you may see say about it, merged, local data last; null when it is hidden.',
    })
    async configContext(
      @Root() row: object,
      @Ctx() context: ConfigApiContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<unknown> {
      const merged = await this.#merged(row, context, info);
      return merged ? (JSON.parse(merged.text) as unknown) : null;
    }

    @FieldResolver(() => [ConfigContextValue], {
      nullable: true,
      description: 'Each value of `configContext` with the config context that won and those it overrides.',
    })
    async configContextExplain(
      @Root() row: object,
      @Ctx() context: ConfigApiContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<ConfigContextValue[] | null> {
      const found = await this.#merged(row, context, info);
      return found ? explainedValues(found) : null;
    }

    #merged(row: object, context: ConfigApiContext, info: GraphQLResolveInfo): Promise<SubjectContext | undefined> {
      return this.#batches.load(info.variableValues, 'contexts', idOf(row), (ids) =>
        context.configs.contexts(context, of, ids),
      );
    }
  }
  return SubjectContextResolver;
};

const explainedValues = (context: SubjectContext): ConfigContextValue[] => {
  const sourceOf = (id: string | null): ConfigContextSource => {
    const named = id === null ? undefined : context.sources.get(id);
    return named ? { id, ...named } : LOCAL;
  };
  return explained(context).map(({ path, value, source, overridden }) => ({
    path,
    value: JSON.parse(orderedText(value)) as unknown,
    source: sourceOf(source),
    overridden: overridden.map(sourceOf),
  }));
};
