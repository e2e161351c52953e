import {
  changeSettings,
  readConditions,
  type Actor,
  type Conditions,
  type Registry,
  type Writer,
} from '@plumbline/engine';
import { Forbidden } from '@plumbline/kit';
import { storeChoices } from './choices.queries.ts';
import { readFieldChoices, type FieldChoices } from './field-choices.ts';
import { CUSTOM_VALIDATORS, PROTECTION_RULES } from '../../../core/core.settings.ts';
import { PLACES } from './places.ts';

/** A setting that a parameter became. */
export interface SetParameter {
  readonly name: string;
  readonly setting: string;
  readonly value: unknown;
}

/** What became of the values of one set of choices. */
export interface ChoicesReport extends Pick<FieldChoices, 'key' | 'choiceSet' | 'stay' | 'problem'> {
  /** Values of the set that are new, or got another label or colour. */
  readonly changed: number;
  readonly values: number;
}

/** What became of a configuration; values without a place are never shown, for secrets lie among them. */
export interface ConfigurationReport {
  readonly set: readonly SetParameter[];
  /** Settings that had the value already. */
  readonly unchanged: readonly string[];
  readonly refused: readonly { readonly name: string; readonly message: string }[];
  readonly choices: readonly ChoicesReport[];
  /** Parts of parameters that stay behind, such as validators that are code, each as a sentence. */
  readonly left: readonly string[];
  /** Names that have a place here, but whose value is worked out when the file runs. */
  readonly computed: readonly string[];
  /** Names that no setting here stands for. */
  readonly unplaced: readonly string[];
}

/** Parameters by name, and those whose value can't be told. */
export interface Parameters {
  readonly values: ReadonlyMap<string, unknown>;
  readonly computed: readonly string[];
}

/** How a configuration is taken over. */
export interface ConfigurationOptions {
  readonly writer: Writer;
  readonly registry: Registry;
  readonly actor: Actor;
  readonly dryRun: boolean;
  /** Kept in the history of the settings. */
  readonly reason: string;
}

const FIELD_CHOICES = 'FIELD_CHOICES';

const hasPlace = (name: string): boolean => name === FIELD_CHOICES || PLACES[name] !== undefined;

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** Texts in which keys stand in one order, however a database stores them. */
const ordered = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, own]) => [key, ordered(own)]),
  );
};

type Wanted = readonly SetParameter[];

const textOf = (conditions: Conditions) =>
  Object.fromEntries(
    [...conditions].flatMap(([type, list]) => {
      const own = list.map(({ hops, field, check, value }) => ({
        [[...hops.map(({ name }) => name), field].join('.')]: { [check]: value },
      }));
      return own.length === 0 ? [] : [[type, own] as const];
    }),
  );

/** Conditions without those on fields and checks that there are not here, each of which is told. */
const withMeaning = (registry: Registry, setting: string, value: unknown) => {
  if (setting !== CUSTOM_VALIDATORS && setting !== PROTECTION_RULES) return { value, problems: [] };
  const { conditions, problems } = readConditions(registry, value);
  return { value: problems.length === 0 ? value : textOf(conditions), problems };
};

const readPlaces = (
  registry: Registry,
  { values }: Parameters,
): { readonly wanted: Wanted; readonly left: readonly string[] } => {
  const wanted: SetParameter[] = [];
  const left: string[] = [];
  for (const [name, place] of Object.entries(PLACES)) {
    if (!values.has(name)) continue;
    const placed = place(values.get(name));
    const meant = Object.entries(placed.settings).map(([setting, value]) => {
      const { problems, ...own } = withMeaning(registry, setting, value);
      wanted.push({ name, setting, ...own });
      return problems;
    });
    left.push(
      ...[...(placed.left ?? []), ...meant.flat()].map((sentence) =>
        sentence.startsWith(name) ? sentence : `${name}: ${sentence}`,
      ),
    );
  }
  return { wanted, left };
};

const storedValues = async ({ writer, actor }: ConfigurationOptions, wanted: Wanted): Promise<Map<string, unknown>> => {
  const { result } = await writer.run(actor, { dryRun: true }, async (work) => {
    const stored = new Map<string, unknown>();
    for (const { setting } of wanted) stored.set(setting, await work.settings(setting));
    return stored;
  });
  return result ?? new Map<string, unknown>();
};

const applySettings = async (
  options: ConfigurationOptions,
  wanted: Wanted,
): Promise<Pick<ConfigurationReport, 'set' | 'unchanged' | 'refused'>> => {
  const { writer, actor, dryRun, reason } = options;
  const [set, unchanged, refused]: [SetParameter[], string[], { name: string; message: string }[]] = [[], [], []];
  const stored = await storedValues(options, wanted);
  for (const parameter of wanted) {
    const { name, setting, value } = parameter;
    if (isSame(ordered(stored.get(setting)), ordered(value))) {
      unchanged.push(setting);
      continue;
    }
    const changes = [{ key: setting, value, version: null }];
    const { errors } = await changeSettings(writer, actor, changes, { level: 'ORGANIZATION', reason, dryRun });
    if (errors[0]) refused.push({ name, message: errors[0].message });
    else set.push(parameter);
  }
  return { set, unchanged, refused };
};

const applyChoices = async (options: ConfigurationOptions, value: unknown): Promise<ChoicesReport[]> => {
  const { writer, registry, actor, dryRun } = options;
  const entries = value === undefined ? [] : readFieldChoices(registry, value);
  const rows = entries.flatMap((entry) => entry.rows);
  const { result } = await writer.run(actor, { dryRun }, (work) => storeChoices(work, rows));
  return entries.map(({ key, choiceSet, stay, problem, rows: own }) => ({
    key,
    choiceSet,
    stay,
    problem,
    values: own.length,
    changed: result?.get(choiceSet ?? '') ?? 0,
  }));
};

/** Takes over parameters of a NetBox. @throws Forbidden for all but administrators */
export const applyParameters = async (
  options: ConfigurationOptions,
  parameters: Parameters,
): Promise<ConfigurationReport> => {
  if (!options.actor.superuser) throw new Forbidden('Only administrators may take over a configuration.');
  const { values, computed } = parameters;
  const { wanted, left } = readPlaces(options.registry, parameters);
  const settings = await applySettings(options, wanted);
  const choices = values.has(FIELD_CHOICES) ? await applyChoices(options, values.get(FIELD_CHOICES)) : [];
  return {
    ...settings,
    choices,
    left,
    computed: computed.filter(hasPlace),
    unplaced: [...values.keys(), ...computed].filter((name) => !hasPlace(name)).toSorted(),
  };
};
