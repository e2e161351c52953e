import { raise, type ErrorKind } from '../errors.ts';
import type { Value } from './model.ts';

/** How a missing name behaves: prints nothing, refuses, chains, or prints itself. */
export type UndefinedMode = 'default' | 'strict' | 'chainable' | 'debug';

/** What is missing: a name, or an attribute or item of an object. */
export interface Missing {
  readonly hint?: string;
  /** Printed type of the object, when the name was looked up on one. */
  readonly owner?: string;
  /** Printed key when it is no text, as `1`. */
  readonly element?: string;
  readonly name: string | null;
  readonly kind?: ErrorKind;
}

/** The value of a name, attribute or item that does not exist. */
export class Undefined {
  constructor(
    readonly mode: UndefinedMode,
    readonly missing: Missing,
  ) {}

  /** The sentence real Jinja2 prints for it. */
  get message(): string {
    const { hint, owner, element, name } = this.missing;
    if (hint !== undefined) return hint;
    if (owner === undefined) return `'${name}' is undefined`;
    if (element !== undefined) return `'${owner}' has no element ${element}`;
    return `'${owner}' has no attribute '${name}'`;
  }

  /** Throws what using this value means. */
  fail(): never {
    return raise(this.missing.kind ?? 'UndefinedError', this.message);
  }

  /** Throws in strict mode: printing, testing, iterating and comparing are uses there. */
  use(): void {
    if (this.mode === 'strict') this.fail();
  }

  /** Printed text. */
  text(): string {
    this.use();
    if (this.mode !== 'debug') return '';
    const { hint, owner, name, element } = this.missing;
    if (hint !== undefined) return `{{ undefined value printed: ${hint} }}`;
    if (owner === undefined) return `{{ ${name} }}`;
    return `{{ no such element: ${owner}[${element ?? `'${name}'`}] }}`;
  }
}

/** True for a missing value. */
export const isUndefined = (value: Value): value is Undefined => value instanceof Undefined;
