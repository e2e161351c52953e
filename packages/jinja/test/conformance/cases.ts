import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Dict, Float, TemplateError, parseJson, render, type UndefinedMode, type Value } from '../../src/index.ts';
import { HostRecord, IpNetwork, Returning } from './host.ts';
import { QuerySet } from './query-set.ts';

/** A case: a template, what it is given, and what real Jinja2 makes of it. */
export interface Case {
  readonly id: string;
  readonly template: string;
  readonly templates: Record<string, string>;
  readonly context: Value;
  readonly options: Record<string, unknown>;
  readonly expected: string | null;
  readonly error: string | null;
  readonly errorLine: number | null;
  readonly errorTemplate: string | null;
}

const shared = process.env['PLUMBLINE_SHARED'] ?? join(__dirname, '../../../../../shared');

/** The recorded cases; null where they are not at hand. */
export function readCases(): Case[] | null {
  const file = join(shared, 'data/jinja-conformance.json');
  if (!existsSync(file)) return null;
  const list = parseJson(readFileSync(file, 'utf8'));
  return Array.isArray(list) ? list.map(toCase) : null;
}

const text = (value: Value | undefined): string | null => (typeof value === 'string' ? value : null);

function toCase(entry: Value): Case {
  if (!(entry instanceof Dict)) throw new Error('A case is no object.');
  const line = entry.get('errorLine');
  return {
    id: text(entry.get('id')) ?? '',
    template: text(entry.get('template')) ?? '',
    templates: plain(entry.get('templates')) as Record<string, string>,
    context: entry.get('context') ?? null,
    options: plain(entry.get('options')),
    expected: text(entry.get('expected')),
    error: text(entry.get('error')),
    errorLine: typeof line === 'number' ? line : null,
    errorTemplate: text(entry.get('errorTemplate')),
  };
}

function plain(value: Value | undefined): Record<string, unknown> {
  return value instanceof Dict ? Object.fromEntries([...value.entries()].map(([k, v]) => [String(k), v])) : {};
}

/** Turns tagged values into values of the host. */
function hosted(value: Value): Value {
  if (Array.isArray(value)) return value.map(hosted);
  if (!(value instanceof Dict)) return value;
  const type = value.get('$type');
  if (type === 'record') return record(value);
  if (type === 'queryset') return new QuerySet((value.get('items') as Value[]).map(hosted));
  if (type === 'ipnetwork') return new IpNetwork(String(value.get('value')));
  if (type === 'method') return new Returning(hosted(value.get('returns') ?? null));
  if (type === 'float') return new Float(Number(value.get('value')));
  return new Dict([...value.entries()].map(([key, item]) => [key, hosted(item)]));
}

function record(value: Dict): HostRecord {
  const attributes = value.get('attrs') as Dict; // a record always has them
  const entries = [...attributes.entries()].map(([key, item]) => [String(key), hosted(item)] as const);
  return new HostRecord(String(value.get('str')), new Map(entries));
}

/** What a case gave. */
export interface Outcome {
  readonly text: string | null;
  readonly error: TemplateError | null;
}

/** Renders a case. */
export function runCase(one: Case): Outcome {
  const { undefined: mode, ...options } = one.options;
  const templates = { main: one.template, ...one.templates };
  try {
    const context = hosted(one.context) as Dict; // contexts are objects
    return {
      text: render(one.template, context, { ...options, undefined: (mode ?? 'default') as UndefinedMode, templates }),
      error: null,
    };
  } catch (error) {
    if (error instanceof TemplateError) return { text: null, error };
    throw error;
  }
}

const JINJA_KINDS =
  /^(Undefined|TemplateSyntax|TemplateAssertion|TemplateRuntime|Security|FilterArgument)Error$|^TemplateNotFound$/;
const LINE_FREE = new Set(['errors/runtime-line-multi-expr']);

/** What is wrong with an outcome, or null. */
export function verdict(one: Case, { text: got, error }: Outcome): string | null {
  if (one.error === null) {
    if (got === one.expected) return null;
    return `expected ${JSON.stringify(one.expected)}, got ${JSON.stringify(got ?? `${error?.kind}: ${error?.message}`)}`;
  }
  if (!error) return `expected ${one.error}, got ${JSON.stringify(got)}`;
  if (JINJA_KINDS.test(one.error) && error.kind !== one.error)
    return `expected ${one.error}, got ${error.kind}: ${error.message}`;
  if (LINE_FREE.has(one.id) || one.errorLine === null) return null;
  const place = `${one.errorTemplate}:${one.errorLine}`;
  return `${error.template}:${error.line}` === place ? null : `expected ${place}, got ${error.template}:${error.line}`;
}
