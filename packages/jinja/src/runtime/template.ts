import type { TemplateNode } from '../syntax/ast.ts';
import type { Activation } from './activation.ts';

/** Code of a root or a block: fills the output of its activation. */
export type Code = (activation: Activation) => void;

/** A compiled block, with the template it was written in. */
export interface BlockCode {
  readonly name: string;
  readonly template: Template;
  readonly slots: number;
  readonly line: number;
  readonly run: Code;
}

/** A compiled template. Immutable; may be kept and rendered many times in the environment that compiled it. */
export class Template {
  readonly blocks = new Map<string, BlockCode>();
  slots = 0;
  root: Code = () => undefined;

  constructor(
    /** Syntax tree, for static analysis. */
    readonly ast: TemplateNode,
  ) {}

  get name(): string {
    return this.ast.name;
  }

  /** Normalised source: line breaks are LF. */
  get source(): string {
    return this.ast.source;
  }
}
