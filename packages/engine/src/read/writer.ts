import type { JsonForm } from '@plumbline/kit';
import { jsonString, jsonText, type Fields } from './codec.ts';
import type { ChoiceLookup } from './choices.ts';
import type { ChoicePart, Item, RowPlan } from './plan.ts';
import { isRelation } from './plan.ts';

/** What a compiled writer calls for values that are no plain text. */
export interface WriterEnvironment {
  readonly text: typeof jsonText;
  readonly string: typeof jsonString;
  /** JSON text of a choice companion, by set, kind of value and selected parts. */
  readonly choice: (set: string, isNumber: boolean, parts: string, value: string) => string;
}

/** Writes one row as JSON text. */
export type RowWriter = (
  env: WriterEnvironment,
  fields: Fields,
  parts: readonly (readonly string[])[],
  index: number,
) => string;

const quoted = (text: string): string => JSON.stringify(text);

const formCode = (form: JsonForm, column: string): string => {
  switch (form) {
    case 'number':
    case 'json':
      return column;
    case 'plain':
      return `'"'+${column}+'"'`;
    case 'boolean':
      return `(${column}==='t'?'true':'false')`;
    case 'string':
      return `e.string(${column})`;
    default:
      return `e.text.${form}(${column})`;
  }
};

const valueCode = (item: Item & { kind: 'value' }): string => {
  const column = `f[${item.column}]`;
  const code = formCode(item.form, column);
  return item.nullable ? `(${column}===null?'null':${code})` : code;
};

/** Builds the JavaScript expression that writes the items of a row; relations count up as they come. */
class CodeBuilder {
  #relations = 0;

  object(items: readonly Item[]): string {
    if (items.length === 0) return `'{}'`;
    const parts = items.map((item, i) => `${quoted(`${i === 0 ? '{' : ','}${quoted(item.key)}:`)}+${this.#item(item)}`);
    return `${parts.join('+')}+'}'`;
  }

  #item(item: Item): string {
    if (isRelation(item)) return `p[${this.#relations++}][i]`;
    switch (item.kind) {
      case 'value':
        return valueCode(item);
      case 'constant':
        return quoted(quoted(item.value));
      case 'choice': {
        const column = `f[${item.column}]`;
        const parts = quoted(JSON.stringify(item.parts));
        return `(${column}===null?'null':e.choice(${quoted(item.set)},${item.isNumber},${parts},${column}))`;
      }
      case 'folded':
        return `(f[${item.column}]===null?'null':${this.object(item.row.items)})`;
      default:
        return item satisfies never;
    }
  }
}

/** Compiled writers by their code; equal shapes share one. */
const compiled = new Map<string, RowWriter>();
const MOST_COMPILED = 5_000;

/**
 * A function that writes rows of a plan as JSON text.
 *
 * Compiled from the plan: keys come from the document and are quoted as JSON, columns are numbers.
 */
export const rowWriter = (plan: RowPlan): RowWriter => {
  const code = new CodeBuilder().object(plan.items);
  const known = compiled.get(code);
  if (known) return known;
  if (compiled.size >= MOST_COMPILED) compiled.delete(compiled.keys().next().value ?? '');
  // oxlint-disable-next-line typescript/no-implied-eval -- the code holds quoted keys and column numbers only
  const writer = new Function('e', 'f', 'p', 'i', `return ${code}`) as RowWriter;
  compiled.set(code, writer);
  return writer;
};

/** Environment of one read; companions are written once per value. */
export const writerEnvironment = (choices: ChoiceLookup): WriterEnvironment => {
  const memo = new Map<string, string>();
  return {
    text: jsonText,
    string: jsonString,
    choice: (set, isNumber, parts, value) => {
      const key = `${set} ${value} ${parts}`;
      const known = memo.get(key);
      if (known !== undefined) return known;
      const entries = (JSON.parse(parts) as ChoicePart[]).map(
        (p) => [p.key, choices.part(set, value, isNumber, p.part)] as const,
      );
      const text = `{${entries.map(([k, v]) => `${quoted(k)}:${JSON.stringify(v)}`).join(',')}}`;
      memo.set(key, text);
      return text;
    },
  };
};
