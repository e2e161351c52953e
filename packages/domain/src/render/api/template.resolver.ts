import { scalars } from '@plumbline/engine';
import { LANGUAGE } from '@plumbline/render';
import { Arg, Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import type { ConfigApiContext } from './context.resolver.ts';
import { ConfigRenderError } from './rendered-config.resolver.ts';

/** What looking at a template without rendering it finds. */
@ObjectType({ simpleResolvers: true, description: 'What looking at a template without rendering it finds.' })
export class TemplateCheckResult {
  @Field(() => Boolean, { description: 'Nothing was found.' })
  ok!: boolean;

  @Field(() => [ConfigRenderError], { description: 'What the language refuses, and names that are not there.' })
  errors!: readonly ConfigRenderError[];

  @Field(() => [String], { description: 'Types whose records the template touches, as far as can be told.' })
  usesTypes!: readonly string[];
}

/** Questions of those who write templates. */
@Resolver()
export class TemplateResolver {
  @Query(() => TemplateCheckResult, { description: 'Looks at a template without saving or rendering it.' })
  templateValidate(
    @Arg('source', () => String) source: string,
    @Arg('options', () => scalars.JSON, { nullable: true, description: 'Options of the language.' }) options: unknown,
    @Ctx() { configs }: ConfigApiContext,
  ): TemplateCheckResult {
    const { refused, fields, names, types } = configs.check(source, options ?? null);
    const errors = [...refused, ...fields, ...names];
    return { ok: errors.length === 0, errors, usesTypes: types };
  }

  @Query(() => scalars.JSON, {
    description:
      'What templates may name: `globals` (type by name), `types` (fields and aliases), `filters`, `tests`, `options`; `hash` changes with it.',
  })
  templateContract(@Ctx() { configs }: ConfigApiContext): object {
    return { ...configs.contract(), ...LANGUAGE };
  }
}
