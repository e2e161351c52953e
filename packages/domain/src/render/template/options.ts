import { didYouMean, type Problem } from '@plumbline/kit';

/** Options of the template language that a template may set, by Jinja's names. */
export type TemplateOptions = {
  readonly block_start_string?: string;
  readonly block_end_string?: string;
  readonly variable_start_string?: string;
  readonly variable_end_string?: string;
  readonly comment_start_string?: string;
  readonly comment_end_string?: string;
  readonly line_statement_prefix?: string;
  readonly line_comment_prefix?: string;
  readonly trim_blocks?: boolean;
  readonly lstrip_blocks?: boolean;
  readonly keep_trailing_newline?: boolean;
  readonly newline_sequence?: '\n' | '\r\n' | '\r';
  readonly undefined?: UndefinedName;
};

/** What happens with names that are not there. */
export type UndefinedName = 'default' | 'strict' | 'chainable' | 'debug';

const TEXTS = [
  'block_start_string',
  'block_end_string',
  'variable_start_string',
  'variable_end_string',
  'comment_start_string',
  'comment_end_string',
  'line_statement_prefix',
  'line_comment_prefix',
] as const;
const SWITCHES = ['trim_blocks', 'lstrip_blocks', 'keep_trailing_newline'] as const;

/** Every option a template may set. */
export const OPTION_NAMES: readonly string[] = [...TEXTS, ...SWITCHES, 'newline_sequence', 'undefined', 'extensions'];

/** Jinja's options that are refused, with the reason. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ['autoescape', 'Configurations are plain text and never escaped; use the filter "e" where you need it.'],
  ['finalize', 'Options name no code; write a macro or filter in the template instead.'],
  ['loader', 'Templates include each other by their stored names.'],
  ['bytecode_cache', 'Compiled templates are cached already.'],
  ['cache_size', 'Compiled templates are cached already.'],
  ['auto_reload', 'A changed template is used at once.'],
  ['enable_async', 'Templates run synchronously.'],
  ['optimized', 'Templates are always optimised.'],
]);

/** Names users of Jinja give the undefined types, also as import paths. */
const UNDEFINED: ReadonlyMap<string, UndefinedName> = new Map<string, UndefinedName>([
  ['default', 'default'],
  ['Undefined', 'default'],
  ['strict', 'strict'],
  ['StrictUndefined', 'strict'],
  ['chainable', 'chainable'],
  ['ChainableUndefined', 'chainable'],
  ['debug', 'debug'],
  ['DebugUndefined', 'debug'],
]);

const BUILT_IN: ReadonlySet<string> = new Set(['do', 'loopcontrols']);

/** A value that was read, or the sentence that says what would work. */
type Read = { readonly value: unknown } | { readonly problem: string };

const readText = (value: unknown): Read =>
  typeof value === 'string' && value !== '' && value.length <= 20
    ? { value }
    : { problem: 'takes a text of 1 to 20 characters.' };

const readSwitch = (value: unknown): Read =>
  typeof value === 'boolean' ? { value } : { problem: 'takes true or false.' };

const readUndefined = (value: unknown): Read => {
  const name = typeof value === 'string' ? UNDEFINED.get(value.replace(/^jinja2\./, '')) : undefined;
  return name ? { value: name } : { problem: 'takes strict, default, chainable or debug.' };
};

const readNewline = (value: unknown): Read =>
  value === '\n' || value === '\r\n' || value === '\r' ? { value } : { problem: 'takes "\\n", "\\r\\n" or "\\r".' };

const readExtensions = (value: unknown): Read => {
  const names = Array.isArray(value) ? value.map((name) => String(name).replace(/^jinja2\.ext\./, '')) : null;
  return names?.every((name) => BUILT_IN.has(name))
    ? { value: undefined }
    : { problem: 'takes jinja2.ext.do and jinja2.ext.loopcontrols only, which are always on.' };
};

const unknownOption = (name: string): string => `is no option of templates.${didYouMean(name, OPTION_NAMES)}`;

const readOption = (name: string, value: unknown): Read => {
  if ((TEXTS as readonly string[]).includes(name)) return value === null ? { value: undefined } : readText(value);
  if ((SWITCHES as readonly string[]).includes(name)) return readSwitch(value);
  if (name === 'undefined') return readUndefined(value);
  if (name === 'newline_sequence') return readNewline(value);
  if (name === 'extensions') return readExtensions(value);
  const reason = REFUSED.get(name);
  return { problem: reason === undefined ? unknownOption(name) : `can't be set. ${reason}` };
};

/**
 * Reads the options stored with a template.
 *
 * Undefined types and extensions may have Jinja's names (`jinja2.StrictUndefined`). Problems name the option.
 */
export const readOptions = (
  params: unknown,
): { readonly options: TemplateOptions; readonly problems: readonly Pick<Problem, 'path' | 'message'>[] } => {
  if (params === null || params === undefined) return { options: {}, problems: [] };
  if (typeof params !== 'object' || Array.isArray(params))
    return {
      options: {},
      problems: [{ path: '', message: 'Options are an object, such as { "trim_blocks": true }.' }],
    };
  const options: Record<string, unknown> = {};
  const problems: { path: string; message: string }[] = [];
  for (const [name, given] of Object.entries(params)) {
    const read = readOption(name, given);
    if ('problem' in read) problems.push({ path: name, message: `"${name}" ${read.problem}` });
    else if (read.value !== undefined) options[name] = read.value;
  }
  return { options: options as TemplateOptions, problems };
};

/** The source as templates are rendered: lines end in a line feed alone. */
export const normalised = (source: string): string => source.replaceAll(/\r\n?/g, '\n');
