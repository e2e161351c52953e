import type { Contract } from './contract.ts';
import type { RenderLimits } from './limits.ts';

/** One condition of `filter` or `exclude`, as `site__name__icontains="x"`. */
export interface Condition {
  readonly path: string;
  /** Text, number, boolean, null, the id of a record, or a list of these. */
  readonly value: unknown;
}

/** Conditions of one call: all must hold; a negated call keeps what does not match all of them. */
export interface Conditions {
  readonly negated: boolean;
  readonly conditions: readonly Condition[];
}

/** What limits and sorts a set. */
export interface SetQuery {
  readonly calls: readonly Conditions[];
  /** Names such as `-site__name`; empty for the type's own order. */
  readonly order: readonly string[];
}

/** A name at the template's top level that leads into the graph. */
export type Root =
  | { readonly kind: 'record'; readonly type: string; readonly id: string }
  | { readonly kind: 'related'; readonly type: string; readonly id: string; readonly name: string }
  | { readonly kind: 'list'; readonly type: string; readonly conditions: readonly Condition[] };

/** Options of the template language by Jinja's names. */
export type TemplateOptions = Readonly<Record<string, unknown>>;

/** A render as the child gets it. */
export interface RenderCommand {
  readonly kind: 'render';
  /** Digest of the contract, which was sent before. */
  readonly contract: string;
  readonly name: string;
  readonly source: string;
  readonly options: TemplateOptions;
  /** JSON texts of objects whose keys become names; later ones win. */
  readonly contexts: readonly string[];
  /** JSON texts of values by name. */
  readonly values: Readonly<Record<string, string>>;
  readonly roots: Readonly<Record<string, Root>>;
  /** Types whose records answer `get_config_context()`. */
  readonly contextual: readonly string[];
  readonly limits: RenderLimits;
  /** Answers that the template will probably ask for. */
  readonly facts: readonly Fact[];
}

/** A question with its answer. */
export type Fact = readonly [question: Question, value: unknown];

/** A question of the child. */
export type Question =
  | {
      readonly ask: 'rows';
      readonly type: string;
      readonly fields: readonly string[];
      readonly ids: readonly string[];
    }
  | {
      readonly ask: 'related';
      readonly type: string;
      readonly field: string;
      readonly target: string;
      readonly ids: readonly string[];
      readonly query: SetQuery;
    }
  | { readonly ask: 'list'; readonly type: string; readonly query: SetQuery }
  | { readonly ask: 'contexts'; readonly ids: readonly string[] }
  | { readonly ask: 'template'; readonly name: string }
  | { readonly ask: 'objectFields'; readonly type: string };

/** An answer: the value, or why there is none; `kind` is the class Django or Python would raise. */
export type Reply =
  | { readonly value: unknown }
  | { readonly error: { readonly kind: string; readonly message: string } };

/** What went wrong in a render. */
export interface RenderProblem {
  readonly kind: string;
  readonly message: string;
  readonly template: string | null;
  readonly line: number | null;
  readonly snippet: string | null;
}

/** The end of a render, as the child tells it. */
export interface Done {
  readonly kind: 'done';
  readonly text: string | null;
  readonly problems: readonly RenderProblem[];
  readonly steps: number;
  /** Places of the facts that were used since the last question, in their order. */
  readonly used: readonly number[];
}

/** What the parent sends. */
export type Command =
  | { readonly kind: 'contract'; readonly digest: string; readonly contract: Contract }
  | RenderCommand
  | (Reply & { readonly kind: 'reply' });

/** What the child sends. */
export type Message = { readonly kind: 'ready' } | Asked | Done;

/** A question on the wire. */
export type Asked = Question & {
  readonly kind: 'ask';
  /** Places of the facts that were used before it, since the last question. */
  readonly used: readonly number[];
};

/** A text on the wire: four bytes of length, then the text. */
export function frameText(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const bytes = Buffer.allocUnsafe(4 + length);
  bytes.writeUInt32BE(length);
  bytes.write(text, 4);
  return bytes;
}

/** A message on the wire, as JSON. */
export const frame = (message: Command | Message): Buffer => frameText(JSON.stringify(message));
