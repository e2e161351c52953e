import { Ajv, type ErrorObject, type Options, type ValidateFunction } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';

/** A part of a value that its schema refuses: keys from the top, and a sentence. */
export interface SchemaProblem {
  readonly path: readonly string[];
  readonly message: string;
}

/** Checks values against one schema. */
export type SchemaCheck = (value: unknown) => readonly SchemaProblem[];

/** A schema as a check, or why it is none. */
export type ReadSchema = { readonly check: SchemaCheck } | { readonly problem: string };

/** Characters of a schema's text; what is longer takes long to compile. */
const LONGEST = 64_000;

const OPTIONS: Options = {
  strict: false,
  allErrors: true,
  validateFormats: false,
  logger: false,
  addUsedSchema: false,
};

const DIALECTS: Readonly<Record<string, () => Ajv>> = {
  'draft-07': () => new Ajv(OPTIONS),
  '2019-09': () => new Ajv2019(OPTIONS),
  '2020-12': () => new Ajv2020(OPTIONS),
};
const compilers = new Map<string, Ajv>();

/** Compiler of the dialect that `$schema` names; schemas without one are of the newest. Made once each. */
const compilerFor = ($schema: string): Ajv => {
  const dialect = /draft-0[67]/.test($schema) ? 'draft-07' : $schema.includes('2019-09') ? '2019-09' : '2020-12';
  const known = compilers.get(dialect);
  if (known) return known;
  const made = DIALECTS[dialect]?.() ?? new Ajv2020(OPTIONS);
  compilers.set(dialect, made);
  return made;
};

const problemOf = ({ instancePath, message, params }: ErrorObject): SchemaProblem => {
  const path = instancePath
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  const allowed = 'allowedValues' in params ? ` (${(params['allowedValues'] as unknown[]).join(', ')})` : ''; // of `enum`
  return { path, message: `${message ?? 'does not fit'}${allowed}` };
};

const compile = (schema: object): ReadSchema => {
  const compiler = compilerFor(String((schema as { $schema?: unknown }).$schema ?? ''));
  try {
    const validate: ValidateFunction = compiler.compile(schema);
    return { check: (value) => (validate(value) ? [] : (validate.errors ?? []).map(problemOf)) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  } finally {
    compiler.removeSchema(schema);
  }
};

const KEPT = 200;
const compiled = new Map<string, ReadSchema>();

/**
 * Reads a JSON Schema of draft 6, 7, 2019-09 or 2020-12, the last when it names none.
 *
 * References to other documents are not followed, formats are not checked. Compiled schemas are kept.
 */
export const readSchema = (schema: unknown): ReadSchema => {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return { problem: 'it is no object' };
  const text = JSON.stringify(schema);
  if (text.length > LONGEST) return { problem: `it has more than ${LONGEST} characters` };
  const known = compiled.get(text);
  if (known) return known;
  const read = compile(schema);
  if (compiled.size >= KEPT) compiled.clear();
  compiled.set(text, read);
  return read;
};
