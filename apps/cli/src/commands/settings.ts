import type { Client } from '../client.ts';
import { CliFailure, EXIT } from '../failure.ts';
import { table, type Terminal } from '../terminal.ts';

/** Options that choose whose value is meant. */
export interface LevelOptions {
  /** The value for all organizations that have none. */
  readonly deployment?: boolean;
}

/** Options of `settings set`. */
export interface SetOptions extends LevelOptions {
  readonly reason?: string;
  readonly dryRun?: boolean;
  /** Takes the value back. */
  readonly unset?: boolean;
}

interface Setting {
  readonly key: string;
  readonly value: unknown;
  readonly source: string;
  readonly help: string;
}

interface Payload {
  readonly settings: readonly Setting[];
  readonly userErrors: readonly { readonly path: string; readonly message: string }[];
}

interface Version {
  readonly version: number;
  readonly value: unknown;
  readonly changedAt: string;
  readonly changedByName: string | null;
  readonly reason: string | null;
}

const FIELDS = 'key value source help';
const PAYLOAD = `settings { ${FIELDS} } userErrors { path message }`;

const levelOf = ({ deployment = false }: LevelOptions): string => (deployment ? 'DEPLOYMENT' : 'ORGANIZATION');

/** JSON where it is JSON, else the text itself. */
const valueOf = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};

const all = async (client: Client): Promise<readonly Setting[]> =>
  (await client.data<{ settings: Setting[] }>(`{ settings { ${FIELDS} } }`)).settings;

/** Lists all settings as they hold. */
export const listSettings = async (client: Client, terminal: Terminal): Promise<number> => {
  const rows = (await all(client)).map(({ key, value, source, help }) => [key, JSON.stringify(value), source, help]);
  for (const line of table(['key', 'value', 'from', 'what'], rows)) terminal.print(line);
  return EXIT.ok;
};

/** Prints the value of one setting as JSON. */
export const getSetting = async (client: Client, terminal: Terminal, key: string): Promise<number> => {
  const found = (await all(client)).find((setting) => setting.key === key);
  if (!found) throw new CliFailure(`There is no setting "${key}"; "plumbline settings list" shows all.`);
  terminal.print(JSON.stringify(found.value));
  return EXIT.ok;
};

const report = ({ settings, userErrors }: Payload, terminal: Terminal, isDryRun: boolean): number => {
  for (const { message } of userErrors) terminal.note(message);
  if (userErrors.length > 0) return EXIT.refused;
  if (isDryRun) terminal.print('It could be changed so; nothing is stored.');
  for (const { key, value, source } of settings) terminal.print(`${key} is ${JSON.stringify(value)} (${source}).`);
  return EXIT.ok;
};

/** Changes one setting; refusals end with exit code 1. */
export const setSetting = async (
  client: Client,
  terminal: Terminal,
  [key, text]: readonly [key: string, text: string | undefined],
  options: SetOptions,
): Promise<number> => {
  const { unset = false, dryRun = false, reason = null } = options;
  if (unset === (text !== undefined)) throw new CliFailure('Give either a value or --unset.');
  const query = `mutation ($input: [SettingInput!]!, $level: SettingLevel!, $reason: String, $dryRun: Boolean!) {
    settingsUpdate(input: $input, level: $level, reason: $reason, dryRun: $dryRun) { ${PAYLOAD} }
  }`;
  const input = [{ key, value: text === undefined ? null : valueOf(text) }];
  const variables = { input, level: levelOf(options), reason, dryRun };
  const { settingsUpdate } = await client.data<{ settingsUpdate: Payload }>(query, variables);
  return report(settingsUpdate, terminal, dryRun);
};

/** Lists all versions of a setting, newest first. */
export const showHistory = async (
  client: Client,
  terminal: Terminal,
  key: string,
  options: LevelOptions,
): Promise<number> => {
  const query = `query ($key: String!, $level: SettingLevel!) {
    settingHistory(key: $key, level: $level) { version value changedAt changedByName reason }
  }`;
  const variables = { key, level: levelOf(options) };
  const { settingHistory } = await client.data<{ settingHistory: Version[] }>(query, variables);
  const rows = settingHistory.map(({ version, value, changedAt, changedByName, reason }) => [
    version,
    JSON.stringify(value),
    changedAt,
    changedByName ?? '-',
    reason ?? '',
  ]);
  for (const line of table(['version', 'value', 'at', 'by', 'reason'], rows)) terminal.print(line);
  return EXIT.ok;
};

/** Makes an earlier value hold again. */
export const restoreSetting = async (
  client: Client,
  terminal: Terminal,
  [key, version]: readonly [key: string, version: number],
  options: LevelOptions & { readonly reason?: string },
): Promise<number> => {
  const query = `mutation ($key: String!, $version: Int!, $level: SettingLevel!, $reason: String) {
    settingRestore(key: $key, version: $version, level: $level, reason: $reason) { ${PAYLOAD} }
  }`;
  const variables = { key, version, level: levelOf(options), reason: options.reason ?? null };
  const { settingRestore } = await client.data<{ settingRestore: Payload }>(query, variables);
  return report(settingRestore, terminal, false);
};
