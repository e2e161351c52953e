import type { Completion, CompletionContext, CompletionResult, CompletionSource } from '@codemirror/autocomplete';

/** A field of a type as templates name it. */
export interface ContractField {
  name: string;
  /** What it holds, in words. */
  detail: string;
  /** Type of the records it leads to. */
  target?: string | undefined;
}

/** What templates may name: globals, types with their fields, filters and tests. */
export interface Contract {
  /** Type of each global that is a record or a query set of records. */
  globals: Readonly<Record<string, string>>;
  types: Readonly<Record<string, readonly ContractField[]>>;
  filters: readonly string[];
  tests: readonly string[];
}

const keywords = 'for endfor if elif else endif set endset macro endmacro include import from extends block endblock'
  .concat(' call endcall filter endfilter with endwith do break continue raw endraw')
  .split(' ');

const option = (label: string, type: string, detail?: string): Completion =>
  detail === undefined ? { label, type } : { label, type, detail };

/** Names that loops and assignments of the text bind to records, by the type they hold. */
function boundNames(contract: Contract, text: string): Map<string, string> {
  const bound = new Map(Object.entries(contract.globals));
  const loops = text.matchAll(/\{%-?\s*(?:for\s+(\w+)\s+in|set\s+(\w+)\s*=)\s*([\w.]+)/g);
  for (const [, loop, set, path = ''] of loops) {
    const type = typeOf(contract, bound, path.split('.'));
    if (type) bound.set(loop ?? set ?? '', type);
  }
  return bound;
}

const passThrough = new Set(['all', 'filter', 'exclude', 'first', 'last', 'get', 'order_by']);

function typeOf(contract: Contract, bound: ReadonlyMap<string, string>, path: readonly string[]): string | undefined {
  const [first = '', ...rest] = path;
  return rest
    .filter((name) => !passThrough.has(name))
    .reduce<string | undefined>(
      (type, name) => contract.types[type ?? '']?.find((field) => field.name === name)?.target,
      bound.get(first),
    );
}

function insideTag(before: string): boolean {
  return (
    Math.max(before.lastIndexOf('{{'), before.lastIndexOf('{%')) >
    Math.max(before.lastIndexOf('}}'), before.lastIndexOf('%}'))
  );
}

function attributes(contract: Contract, context: CompletionContext): Completion[] | null {
  const path = context.matchBefore(/[\w.]+/)?.text ?? '';
  if (!path.includes('.')) return null;
  const bound = boundNames(contract, context.state.sliceDoc(0, context.pos));
  const type = typeOf(contract, bound, path.split('.').slice(0, -1));
  return (contract.types[type ?? ''] ?? []).map(({ name, detail }) => option(name, 'property', detail));
}

function names(contract: Contract, context: CompletionContext): Completion[] {
  const before = context.state.sliceDoc(Math.max(0, context.pos - 200), context.pos);
  if (/\|\s*\w*$/.test(before)) return contract.filters.map((name) => option(name, 'function', 'filter'));
  if (/\bis\s+(not\s+)?\w*$/.test(before)) return contract.tests.map((name) => option(name, 'function', 'test'));
  const bound = boundNames(contract, context.state.sliceDoc(0, context.pos));
  return [
    ...[...bound].map(([name, type]) => option(name, 'variable', type)),
    ...keywords.map((name) => option(name, 'keyword')),
  ];
}

/** Completion inside tags: globals and loop variables, their fields, filters after `|`, tests after `is`. */
export function completeFrom(contract: Contract): CompletionSource {
  return (context): CompletionResult | null => {
    const word = context.matchBefore(/\w*/);
    const before = context.state.sliceDoc(Math.max(0, context.pos - 2_000), context.pos);
    if (!word || !insideTag(before)) return null;
    const options = attributes(contract, context) ?? names(contract, context);
    if (options.length === 0 || (word.from === word.to && !context.explicit && !before.endsWith('.'))) return null;
    return { from: word.from, options, validFor: /^\w*$/ };
  };
}
