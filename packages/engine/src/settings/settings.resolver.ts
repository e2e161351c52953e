import { DomainError, Forbidden, type Problem } from '@plumbline/kit';
import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Query, registerEnumType, Resolver } from 'type-graphql';
import type { ApiContext } from '../bind/graphql/resolvers.ts';
import { scalars } from '../bind/graphql/scalars.ts';
import { generatedType } from '../bind/graphql/schema.ts';
import type { Outcome, Writer } from '../write/writer.ts';
import { changeSettings, currentSettings, restoreVersion, settingVersions, type CurrentSetting } from './change.ts';
import type { SettingLevel } from './definition.ts';
import type { SettingVersion as StoredVersion } from './settings.ts';

/** Where a value is stored, as an enum of the API. */
export const SettingLevels = { ORGANIZATION: 'ORGANIZATION', DEPLOYMENT: 'DEPLOYMENT' } as const;
registerEnumType(SettingLevels, {
  name: 'SettingLevel',
  description: 'Where a value is stored: with the organization, or for all that have none of their own.',
});

/** One setting as it holds for the caller's organization. */
@ObjectType({ simpleResolvers: true })
export class Setting {
  @Field(() => String)
  key!: string;

  @Field(() => String)
  label!: string;

  @Field(() => String)
  help!: string;

  @Field(() => scalars.JSON, { description: 'What it takes: `{ kind, min, max, values }`.' })
  type!: unknown;

  @Field(() => scalars.JSON, { description: 'The value that holds.' })
  value!: unknown;

  @Field(() => scalars.JSON, { description: 'Holds while nobody has decided.' })
  default!: unknown;

  @Field(() => String, { description: '`ORGANIZATION`, `DEPLOYMENT` or `DEFAULT`.' })
  source!: string;

  @Field(() => [SettingLevels])
  levels!: readonly SettingLevel[];

  @Field(() => Int, { description: 'Version stored with the organization; 0 while there is none.' })
  version!: number;

  @Field(() => Int, { description: 'Version stored for the deployment; 0 while there is none.' })
  deploymentVersion!: number;
}

/** An earlier or current value of a setting. */
@ObjectType({ simpleResolvers: true })
export class SettingVersion {
  @Field(() => Int)
  version!: number;

  @Field(() => scalars.JSON, { nullable: true, description: 'Null where the value was taken back.' })
  value!: unknown;

  @Field(() => scalars.DateTime)
  changedAt!: string;

  @Field(() => String, { nullable: true })
  changedByName!: string | null;

  @Field(() => String, { nullable: true })
  reason!: string | null;
}

/** A new value for a setting. */
@InputType()
export class SettingInput {
  @Field(() => String)
  key!: string;

  @Field(() => scalars.JSON, { nullable: true, description: 'Null takes the value of this level back.' })
  value?: unknown;

  @Field(() => Int, { nullable: true, description: 'The version you read; refused as STALE_WRITE when it moved on.' })
  version?: number | null;
}

/** Answer of a change of settings. */
@ObjectType({ simpleResolvers: true })
export class SettingsPayload {
  @Field(() => [Setting], { description: 'The settings that were changed, as they hold now; none after a dry run.' })
  settings!: readonly Setting[];

  @Field(() => [generatedType('UserError')])
  userErrors!: readonly Problem[];

  @Field(() => Boolean)
  dryRun!: boolean;
}

interface SettingsContext extends ApiContext {
  readonly writer: Writer;
}

const shown = ({ definition, ...current }: CurrentSetting): Setting => {
  const { key, label, help, type, levels, default: initial } = definition;
  return { key, label, help, type, levels, default: initial, ...current };
};

const shownVersion = ({ changedAt, ...version }: StoredVersion): SettingVersion => ({
  ...version,
  changedAt: changedAt.toISOString(),
});

const answer = async (
  { writer, actor }: SettingsContext,
  dryRun: boolean,
  change: () => Promise<Outcome<readonly string[]>>,
): Promise<SettingsPayload> => {
  try {
    const { errors, result } = await change();
    const changed = new Set(errors.length > 0 || dryRun ? [] : result);
    const settings = changed.size === 0 ? [] : await currentSettings(writer, actor);
    return {
      settings: settings.filter(({ definition }) => changed.has(definition.key)).map(shown),
      userErrors: errors,
      dryRun,
    };
  } catch (error) {
    if (!(error instanceof DomainError) || error instanceof Forbidden) throw error;
    return { settings: [], userErrors: error.problems, dryRun };
  }
};

/** Settings that administrators decide while the product runs, with their history. */
@Resolver()
export class SettingsResolver {
  @Query(() => [Setting], { description: 'All settings as they hold for the organization.' })
  async settings(@Ctx() { writer, actor }: SettingsContext): Promise<Setting[]> {
    return (await currentSettings(writer, actor)).map(shown);
  }

  @Query(() => [SettingVersion], { description: 'All versions of a setting at one level, newest first.' })
  async settingHistory(
    @Arg('key', () => String) key: string,
    @Arg('level', () => SettingLevels, { defaultValue: 'ORGANIZATION' }) level: SettingLevel,
    @Ctx() { writer, actor }: SettingsContext,
  ): Promise<SettingVersion[]> {
    return (await settingVersions(writer, actor, key, level)).map(shownVersion);
  }

  @Mutation(() => SettingsPayload, { description: 'Changes settings, all or none; administrators only.' })
  settingsUpdate(
    @Arg('input', () => [SettingInput]) input: readonly SettingInput[],
    @Arg('level', () => SettingLevels, { defaultValue: 'ORGANIZATION' }) level: SettingLevel,
    @Arg('reason', () => String, { nullable: true, description: 'Kept in the history.' }) reason: string | null,
    @Arg('dryRun', () => Boolean, { defaultValue: false }) dryRun: boolean,
    @Ctx() context: SettingsContext,
  ): Promise<SettingsPayload> {
    const changes = input.map(({ key, value = null, version = null }) => ({ key, value, version }));
    const options = { level, reason: reason ?? null, dryRun };
    return answer(context, dryRun, async () => changeSettings(context.writer, context.actor, changes, options));
  }

  @Mutation(() => SettingsPayload, { description: 'Makes an earlier value hold again, as a new version.' })
  settingRestore(
    @Arg('key', () => String) key: string,
    @Arg('version', () => Int) version: number,
    @Arg('level', () => SettingLevels, { defaultValue: 'ORGANIZATION' }) level: SettingLevel,
    @Arg('reason', () => String, { nullable: true }) reason: string | null,
    @Ctx() context: SettingsContext,
  ): Promise<SettingsPayload> {
    const options = { level, reason: reason ?? null, dryRun: false };
    return answer(context, false, () => restoreVersion(context.writer, context.actor, { key, version }, options));
  }
}
