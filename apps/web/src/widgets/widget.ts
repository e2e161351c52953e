import type { ComponentType } from 'react';
import type { RefValue, Row, UiField } from '../catalogue/types.ts';

/** A field's value while it is edited: text for most kinds, an object for references. */
export type FormValue = string | boolean | null | RefValue | RefValue[] | ArcValue | ArcsValue;

/** A polymorphic reference while it is edited. */
export interface ArcValue {
  arm: string;
  row: RefValue | null;
}

/** Several polymorphic references of one kind while they are edited. */
export interface ArcsValue {
  arm: string;
  rows: RefValue[];
}

/** What a cell shows. */
export interface CellProps {
  field: UiField;
  value: unknown;
  row: Row;
}

/** What an input edits; `id` belongs to the control, so that a label can name it. */
export interface InputProps {
  field: UiField;
  id: string;
  value: FormValue;
  onChange: (value: FormValue) => void;
  onBlur: () => void;
  invalid: boolean;
  describedBy: string | undefined;
}

/** How many values an operator takes. */
export type Arity = 'none' | 'one' | 'two' | 'many';

/** What a filter editor edits: the values of one token. */
export interface FilterProps {
  field: UiField;
  op: string;
  arity: Arity;
  values: readonly string[];
  onChange: (values: string[]) => void;
  label: string;
}

/** A form value as the API takes it, or why it cannot be sent. */
export type Outcome = { ok: true; value: unknown } | { ok: false; problem: string };

/** Everything the screens need to know about one field kind. */
export interface Widget {
  Cell: ComponentType<CellProps>;
  Input: ComponentType<InputProps>;
  Filter: ComponentType<FilterProps>;
  /** The value as plain text, for copying, CSV and widths; empty for null. */
  text: (value: unknown, field: UiField) => string;
  /** The value of a query as the form holds it. */
  toForm: (value: unknown) => FormValue;
  /** The form value as a mutation takes it. */
  toInput: (value: FormValue, field: UiField) => Outcome;
  /** Whether columns of this kind align at their end, as numbers do. */
  alignEnd?: boolean;
  /** Narrowest and widest column in characters. */
  chars?: { min: number; max: number };
}

/** A value the API takes as it is. */
export function accepted(value: unknown): Outcome {
  return { ok: true, value };
}

/** A value that cannot be sent, and why. */
export function refused(problem: string): Outcome {
  return { ok: false, problem };
}
