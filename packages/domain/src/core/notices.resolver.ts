import { currentSettings, type ApiContext, type Writer } from '@plumbline/engine';
import { Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import { BANNERS, MAINTENANCE } from './core.settings.ts';

interface NoticesContext extends ApiContext {
  readonly writer: Writer;
}

/** What administrators tell everybody who is signed in. */
@ObjectType({ simpleResolvers: true })
export class Notices {
  @Field(() => String, { nullable: true, description: 'Plain text above every page.' })
  top!: string | null;

  @Field(() => String, { nullable: true, description: 'Plain text below every page.' })
  bottom!: string | null;

  @Field(() => String, { nullable: true, description: 'Set while only administrators may change anything.' })
  maintenance!: string | null;
}

/** Notices of administrators. */
@Resolver()
export class NoticesResolver {
  @Query(() => Notices, { description: 'What administrators tell everybody who is signed in.' })
  async notices(@Ctx() { writer, actor }: NoticesContext): Promise<Notices> {
    const settings = await currentSettings(writer, actor);
    const values = new Map(settings.map(({ definition, value }) => [definition.key, value]));
    const text = (key: string): string => String(values.get(key) ?? '').trim();
    const isMaintained = values.get(MAINTENANCE) === true;
    return {
      top: text(BANNERS.top) || null,
      bottom: text(BANNERS.bottom) || null,
      maintenance: isMaintained ? text(BANNERS.maintenance) || 'Only administrators may change anything now.' : null,
    };
  }
}
