import { changeSettings, type Actor, type Writer } from '@plumbline/engine';
import { PREFER_IPV4 } from '../../dcim/device/device.settings.ts';
import { ENFORCE_GLOBAL_UNIQUE } from '../../ipam/unique-scope.rules.ts';
import { readPythonLiterals } from './python-literals.ts';

/** Settings by their name in NetBox's `configuration.py`. */
const PLACES: Readonly<Record<string, string>> = {
  ENFORCE_GLOBAL_UNIQUE,
  POWERFEED_DEFAULT_AMPERAGE: 'dcim.powerFeedAmperage',
  POWERFEED_DEFAULT_MAX_UTILIZATION: 'dcim.powerFeedMaxUtilization',
  POWERFEED_DEFAULT_VOLTAGE: 'dcim.powerFeedVoltage',
  PREFER_IPV4,
};

/** What became of a configuration file; values without a place are never shown, for secrets lie among them. */
export interface ConfigurationReport {
  readonly set: readonly { readonly name: string; readonly setting: string; readonly value: unknown }[];
  readonly refused: readonly { readonly name: string; readonly message: string }[];
  /** Names that have a place here, but whose value is worked out when the file runs. */
  readonly computed: readonly string[];
  /** Names that no setting here stands for. */
  readonly unplaced: readonly string[];
}

/**
 * Takes over what a `configuration.py` sets in plain literals; the file is read and never run.
 *
 * @throws Forbidden for all but administrators
 */
export const applyConfiguration = async (
  writer: Writer,
  actor: Actor,
  text: string,
  dryRun: boolean,
): Promise<ConfigurationReport> => {
  const { values, computed } = readPythonLiterals(text);
  const set: { name: string; setting: string; value: unknown }[] = [];
  const refused: { name: string; message: string }[] = [];
  for (const [name, setting] of Object.entries(PLACES)) {
    if (!values.has(name)) continue;
    const value = values.get(name);
    const changes = [{ key: setting, value, version: null }];
    const how = { level: 'ORGANIZATION', reason: 'Import from NetBox', dryRun } as const;
    const { errors } = await changeSettings(writer, actor, changes, how);
    if (errors[0]) refused.push({ name, message: errors[0].message });
    else set.push({ name, setting, value });
  }
  return {
    set,
    refused,
    computed: computed.filter((name) => PLACES[name] !== undefined),
    unplaced: [...values.keys(), ...computed].filter((name) => PLACES[name] === undefined).toSorted(),
  };
};
