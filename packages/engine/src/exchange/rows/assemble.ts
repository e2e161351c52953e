import type { InputRow } from '../../write/work.ts';
import { CellProblem } from './cells.ts';
import type { GivenColumn, RefColumn } from './columns.ts';
import type { RowFormat } from './format.ts';

/** How cells become inputs. */
export type ImportMode = 'CREATE' | 'UPDATE' | 'UPSERT';

/** A cell that could not be read. */
export interface BadCell {
  readonly column: string;
  readonly message: string;
}

interface Part {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** A natural key from its parts, level by level; null when all of them are empty. */
const keyFrom = (parts: readonly Part[]): Record<string, unknown> | null => {
  if (parts.every(({ value }) => value === null)) return null;
  const key: Record<string, unknown> = {};
  for (const first of new Set(parts.map(({ path }) => path[0] ?? ''))) {
    const own = parts.filter(({ path }) => path[0] === first);
    const [only] = own;
    const below =
      only?.path.length === 1 ? null : keyFrom(own.map(({ path, value }) => ({ path: path.slice(1), value })));
    key[first] = only?.path.length === 1 ? only.value : below && { key: below };
  }
  return key;
};

type Filled = readonly (readonly [column: RefColumn, value: unknown])[];

/** A reference by the number when there is one, else by its key. */
const named = (filled: Filled): Record<string, unknown> | null => {
  const number = filled.find(([column, value]) => column.key === null && value !== null);
  if (number) return { number: number[1] };
  const key = keyFrom(filled.flatMap(([{ key: path }, value]) => (path === null ? [] : [{ path, value }])));
  return key && { key };
};

const reference = (filled: Filled): unknown => {
  const arms = [...new Set(filled.map(([column]) => column.arm))];
  if (arms[0] === null) return named(filled);
  const given = arms.flatMap((arm) => {
    const target = named(filled.filter(([column]) => column.arm === arm));
    return target ? [[arm, target] as const] : [];
  });
  return given.length === 0 ? null : Object.fromEntries(given);
};

/** Turns cells into inputs of one write; made once per file. */
export class RowAssembler {
  readonly #columns: readonly GivenColumn[];
  readonly #mode: ImportMode;
  readonly #valueOf: RowFormat['value'];

  /** @param columns in the order of the file. */
  constructor(columns: readonly GivenColumn[], mode: ImportMode, valueOf: RowFormat['value']) {
    this.#columns = columns;
    this.#mode = mode;
    this.#valueOf = valueOf;
  }

  /** The input of one row; cells that can't be read are left out and told. */
  read(cells: readonly unknown[], bad: (problem: BadCell) => void): InputRow {
    const input: Record<string, unknown> = {};
    const custom: Record<string, unknown> = {};
    const references = new Map<string, [RefColumn, unknown][]>();
    this.#columns.forEach((column, at) => {
      const value = cells[at] === undefined ? undefined : this.#value(cells[at], column, bad);
      if (value === undefined) return;
      if (column.kind === 'custom') custom[column.custom.name] = value;
      else if (column.kind === 'ref')
        references.set(column.field, [...(references.get(column.field) ?? []), [column, value]]);
      else this.#put(input, column, value);
    });
    for (const [field, filled] of references) {
      const value = reference(filled);
      if (value !== null || this.#mode !== 'CREATE') input[field] = value;
    }
    return Object.keys(custom).length === 0 ? input : { ...input, customFields: custom };
  }

  #value(cell: unknown, column: GivenColumn, bad: (problem: BadCell) => void): unknown {
    try {
      return this.#valueOf(cell, column);
    } catch (error) {
      if (!(error instanceof CellProblem)) throw error;
      bad({ column: column.name, message: `${column.name} ${error.message}` });
      return undefined;
    }
  }

  /** An empty cell clears an optional field of a row that is there; new rows and required fields keep their default. */
  #put(input: Record<string, unknown>, column: GivenColumn, value: unknown): void {
    if (column.kind === 'scalar' && column.scalar.system && (value === null || this.#mode === 'CREATE')) return;
    if (value === null && (this.#mode === 'CREATE' || (column.kind === 'scalar' && !column.scalar.nullable))) return;
    input[column.field] = value;
  }
}
