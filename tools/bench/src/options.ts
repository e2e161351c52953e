import { parseArgs } from 'node:util';

/** An option of a benchmark: a number, a text, or a mark without value. */
export type Option = { readonly help: string } & (
  | { readonly kind: 'number'; readonly default: number | null }
  | { readonly kind: 'text'; readonly default: string | null; readonly value: string }
  | { readonly kind: 'mark' }
);

/** Options by name, without the dashes. */
export type Options = Readonly<Record<string, Option>>;

/** Value that an option has, given or not. */
export type ValueOf<O extends Option> = O extends { readonly kind: 'mark' }
  ? boolean
  : O extends { readonly default: infer D }
    ? D extends null
      ? (O['kind'] extends 'number' ? number : string) | null
      : O['kind'] extends 'number'
        ? number
        : string
    : never;

/** What was asked on the command line: help, values, or something that does not fit. */
export type Asked<S extends Options> =
  | { readonly help: string }
  | { readonly problem: string }
  | { readonly values: { readonly [K in keyof S]: ValueOf<S[K]> } };

const leftOf = (name: string, option: Option): string => {
  if (option.kind === 'mark') return `--${name}`;
  return `--${name} ${option.kind === 'number' ? 'N' : option.value}`;
};

const lineOf = (name: string, option: Option): string => {
  const known = option.kind === 'mark' || option.default === null ? '' : ` (${option.default})`;
  return `  ${leftOf(name, option).padEnd(16)} ${option.help}${known}`;
};

/** The text of `--help`: the command, what it does, and its options with their defaults. */
export const usageOf = (command: string, about: string, options: Options): string =>
  [
    `Usage: ${command} [-- OPTIONS]`,
    '',
    about,
    '',
    ...Object.entries(options).map(([name, option]) => lineOf(name, option)),
    `  ${'--help'.padEnd(16)} Shows this text.`,
  ].join('\n');

const valueOf = (name: string, option: Option, given: unknown): unknown => {
  if (option.kind === 'mark') return given === true;
  if (given === undefined) return option.default;
  if (option.kind === 'text') return given;
  if (!/^\d{1,9}$/.test(String(given))) throw new Error(`--${name} takes a whole number, not "${String(given)}".`);
  return Number(given);
};

/** Reads the options of a benchmark. */
export const askedOf = <const S extends Options>(
  command: string,
  about: string,
  options: S,
  argv: readonly string[],
): Asked<S> => {
  const types: Record<string, { type: 'boolean' | 'string' }> = { help: { type: 'boolean' } };
  for (const [name, { kind }] of Object.entries(options))
    types[name] = { type: kind === 'mark' ? 'boolean' : 'string' };
  try {
    const { values } = parseArgs({ args: [...argv], options: types });
    if (values['help'] === true) return { help: usageOf(command, about, options) };
    const read = Object.entries(options).map(([name, option]) => [name, valueOf(name, option, values[name])]);
    return { values: Object.fromEntries(read) as { readonly [K in keyof S]: ValueOf<S[K]> } };
  } catch (error) {
    return { problem: (error as Error).message };
  }
};

/** Options of this process: ends it after `--help` with 0, and with 2 after a line about what does not fit. */
export const optionsOf = <const S extends Options>(
  command: string,
  about: string,
  options: S,
): { readonly [K in keyof S]: ValueOf<S[K]> } => {
  const asked = askedOf(command, about, options, process.argv.slice(2));
  if ('values' in asked) return asked.values;
  if ('help' in asked) console.log(asked.help);
  else console.error(`${asked.problem}\nTry: ${command} -- --help`);
  process.exit('help' in asked ? 0 : 2);
};
