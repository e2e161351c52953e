import { scalars } from '@plumbline/engine';
import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { AccountContext } from '../../users/account.resolver.ts';
import { OwnPayload } from './marks.resolver.ts';
import { preferencesOf, setPreferences, type Preferences } from './preferences.commands.ts';

/** What people chose for the screens and for mail; it follows them to every browser. */
@Resolver()
export class PreferencesResolver {
  @Query(() => scalars.JSON, {
    description: 'What one chose oneself, over what administrators start people with: an object of values by name.',
  })
  preferences(@Ctx() { writer, actor }: AccountContext): Promise<Preferences> {
    return preferencesOf(writer, actor);
  }

  @Mutation(() => OwnPayload, { description: 'Changes what one chose, name by name; null takes a choice back.' })
  async preferencesSet(
    @Arg('patch', () => scalars.JSON) patch: Preferences,
    @Ctx() { writer, actor }: AccountContext,
  ): Promise<OwnPayload> {
    return { userErrors: await setPreferences(writer, actor, patch) };
  }
}
