import { Conflict, didYouMean, Forbidden } from '@plumbline/kit';
import type { Actor } from '../actor.ts';
import { readConditions } from '../policies/conditions.ts';
import type { Registry } from '../registry/model.ts';
import type { Work } from '../write/work.ts';
import type { Outcome, Writer } from '../write/writer.ts';
import { refusedValue, type SettingDefinition, type SettingLevel } from './definition.ts';
import { listSettings, settingHistory, type SettingVersion } from './settings.ts';

/** A new value for one setting. */
export interface SettingChange {
  readonly key: string;
  /** Null takes the value of this level back, so that the next one holds. */
  readonly value: unknown;
  /** Version the caller read; refused as `STALE_WRITE` when the setting moved on. Null: any. */
  readonly version: number | null;
}

/** How settings are changed. */
export interface ChangeOptions {
  readonly level: SettingLevel;
  readonly reason: string | null;
  readonly dryRun: boolean;
}

/** A setting as it holds for an organization. */
export interface CurrentSetting {
  readonly definition: SettingDefinition;
  readonly value: unknown;
  /** Where the value comes from. */
  readonly source: SettingLevel | 'DEFAULT';
  /** Version stored with the organization; 0 while there is none. */
  readonly version: number;
  /** Version stored for the deployment; 0 while there is none. */
  readonly deploymentVersion: number;
}

type Settings = ReadonlyMap<string, SettingDefinition>;

/** All settings as they hold for an organization, by key; reads the database, so that a change shows at once. */
export const currentSettings = async ({ engine }: Writer, actor: Actor): Promise<CurrentSetting[]> => {
  const { dataSource, settings } = engine;
  const db = { query: <T>(sql: string, values: readonly unknown[] = []) => dataSource.query<T[]>(sql, [...values]) };
  const [own, shared] = await Promise.all(
    [actor.organizationId, null].map(
      async (level) => new Map((await listSettings(db, level)).map((setting) => [setting.key, setting])),
    ),
  );
  return [...settings.values()]
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .map((definition) => {
      const [mine, all] = [own?.get(definition.key), shared?.get(definition.key)];
      const isSet = (setting: { readonly value: unknown } | undefined) => (setting?.value ?? null) !== null;
      const versions = { version: mine?.version ?? 0, deploymentVersion: all?.version ?? 0 };
      if (isSet(mine)) return { definition, value: mine?.value, source: 'ORGANIZATION', ...versions };
      if (isSet(all)) return { definition, value: all?.value, source: 'DEPLOYMENT', ...versions };
      return { definition, value: definition.default, source: 'DEFAULT', ...versions };
    });
};

const named = (settings: Settings, key: string): SettingDefinition | string =>
  settings.get(key) ?? `There is no setting "${key}".${didYouMean(key, settings.keys())}`;

/** Conditions on types, fields and checks that there are not, one sentence each. */
const meaningless = (registry: Registry, { policy }: SettingDefinition, value: unknown): readonly string[] =>
  policy === 'validators' || policy === 'protection' ? readConditions(registry, value).problems : [];

/** What is wrong with a change, as field and sentence. */
const problemsOf = (
  registry: Registry,
  definition: SettingDefinition,
  { key, value }: SettingChange,
  level: SettingLevel,
): (readonly [field: string, message: string])[] => {
  const problem = value === null ? null : refusedValue(definition, value);
  const levels = definition.levels.join(' or ').toLowerCase();
  return [
    ...(definition.levels.includes(level)
      ? []
      : [['key', `The setting ${key} is kept for the ${levels} only.`] as const]),
    ...[...(problem === null ? meaningless(registry, definition, value) : [problem])].map(
      (message) => ['value', message] as const,
    ),
  ];
};

interface Taken extends SettingChange {
  readonly definition: SettingDefinition;
  readonly at: number;
}

/** The changes with their settings; null, and everything that is wrong told, when one can't be made. */
const accepted = (
  work: Work,
  settings: Settings,
  changes: readonly SettingChange[],
  level: SettingLevel,
): readonly Taken[] | null => {
  let isRefused = false;
  const refuse = (at: number, field: string, message: string): void => {
    isRefused = true;
    work.refuse(`input.${at}.${field}`, 'BAD_USER_INPUT', message);
  };
  const taken = changes.flatMap((change, at): Taken[] => {
    const definition = named(settings, change.key);
    if (typeof definition === 'string') return refuse(at, 'key', definition) ?? [];
    if (changes.findIndex(({ key }) => key === change.key) < at) refuse(at, 'key', `${change.key} is changed twice.`);
    for (const [field, message] of problemsOf(work.registry, definition, change, level)) refuse(at, field, message);
    return [{ ...change, definition, at }];
  });
  return isRefused ? null : taken;
};

const assertAdministrator = (actor: Actor): void => {
  if (!actor.superuser) throw new Forbidden('Only administrators may change settings.');
};

const LOCK = 'core.settings';

/**
 * Changes settings in one transaction, each with a version in the history; all or none.
 *
 * A setting that stored rows depend on brings them in line before the change commits. Others read the new value from
 * then on, in whatever process they run.
 *
 * @throws Forbidden for all but administrators
 */
export const changeSettings = (
  writer: Writer,
  actor: Actor,
  changes: readonly SettingChange[],
  { level, reason, dryRun }: ChangeOptions,
): Promise<Outcome<readonly string[]>> => {
  assertAdministrator(actor);
  return writer.run(actor, { reason: reason ?? null, dryRun }, async (work) => {
    await work.lock([LOCK]);
    const taken = accepted(work, writer.engine.settings, changes, level);
    if (!taken) return [];
    for (const { definition, value, version, at } of taken) {
      const { key } = definition;
      const options = { level, path: `input.${at}`, ...(version !== null && { expectedVersion: version }) };
      await work.changeSetting(key, value, options);
      const effective = value ?? (await work.settings(key)) ?? definition.default;
      const problem = level === 'ORGANIZATION' ? await definition.apply?.(work, effective) : null;
      if (problem) work.refuse(`input.${at}.value`, problem.code, problem.message, problem.details);
    }
    return taken.map(({ key }) => key);
  });
};

/** Level of the organization, or null for the deployment. */
const organizationAt = (actor: Actor, level: SettingLevel): string | null =>
  level === 'ORGANIZATION' ? actor.organizationId : null;

/** All versions of a setting at one level, newest first. @throws Conflict `NOT_FOUND` for an unknown key */
export const settingVersions = async (
  { engine }: Writer,
  actor: Actor,
  key: string,
  level: SettingLevel,
): Promise<SettingVersion[]> => {
  const definition = named(engine.settings, key);
  if (typeof definition === 'string') throw new Conflict('NOT_FOUND', definition, 'key');
  const db = {
    query: <T>(sql: string, values: readonly unknown[] = []) => engine.dataSource.query<T[]>(sql, [...values]),
  };
  return settingHistory(db, organizationAt(actor, level), key);
};

/** Makes an earlier value of a setting hold again, as a new version. */
export const restoreVersion = async (
  writer: Writer,
  actor: Actor,
  { key, version }: { readonly key: string; readonly version: number },
  options: ChangeOptions,
): Promise<Outcome<readonly string[]>> => {
  assertAdministrator(actor);
  const found = (await settingVersions(writer, actor, key, options.level)).find((entry) => entry.version === version);
  if (!found) throw new Conflict('NOT_FOUND', `The setting ${key} has no version ${version} here.`, 'version');
  const reason = options.reason ?? `Restored version ${version}.`;
  return changeSettings(writer, actor, [{ key, value: found.value, version: null }], { ...options, reason });
};
