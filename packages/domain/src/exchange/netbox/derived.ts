import type { Model } from '@plumbline/engine';
import type { FieldSpec } from '@plumbline/kit';
import { TYPE_BY_ENTITY } from './types.ts';

type Theirs = (text: string) => string;

/** A column that NetBox worked out and that is worked out here as well. */
export interface DerivedCheck {
  /** Column of the dump. */
  readonly column: string;
  readonly at: number;
  /** SQL of the dump's value, given that of its text, and of ours over `o`; both of one type. */
  readonly theirs: Theirs;
  readonly ours: string;
  /** Whether an empty cell of the dump stands for nothing here. */
  readonly isSparse: boolean;
}

const NUMBERS: ReadonlySet<string> = new Set(['int', 'intChoice', 'bigint', 'decimal', 'asn']);

/** Our names end in the unit: `abs_length_m`. */
const UNIT = /_(?:m|g)$/;

const sidesOf = ({ kind }: FieldSpec, column: string): readonly [theirs: Theirs, ours: string] | null => {
  if (NUMBERS.has(kind)) return [(text) => `${text}::numeric`, `o.${column}::numeric`];
  if (kind === 'bool') return [(text) => text, `left(o.${column}::text, 1)`];
  return kind === 'text' ? [(text) => `nullif(${text}, '')`, `o.${column}`] : null;
};

/** Derived columns of a table that can be compared with what is worked out here. */
export const derivedChecks = (model: Model, columns: readonly string[]): DerivedCheck[] => {
  if (model.global !== null) return [];
  const placed = (name: string, theirs: Theirs, ours: string, isSparse = true): DerivedCheck[] => {
    const column = [name, `_${name}`, `_${name.replace(UNIT, '')}`].find((candidate) => columns.includes(candidate));
    return column === undefined ? [] : [{ column, at: columns.indexOf(column), theirs, ours, isSparse }];
  };
  const scalars = [...model.scalars.values()].flatMap(({ column, spec, system }) => {
    const sides = system || !(spec.derived || spec.generated !== undefined) ? null : sidesOf(spec, column);
    return sides ? placed(column, ...sides, spec.kind !== 'bool') : [];
  });
  const edges = [...model.edges.values()].flatMap((edge) => {
    const type = edge.kind === 'one' && edge.spec.derived ? TYPE_BY_ENTITY.get(edge.target) : undefined;
    if (edge.kind !== 'one' || type === undefined) return [];
    const theirs = (text: string): string => `SELECT q.object_id FROM core_provenance q
      WHERE q.organization_id = p.organization_id AND q.source = p.source AND q.source_type = '${type}' AND q.source_id = ${text}`;
    return placed(edge.column, theirs, `o.${edge.column}`);
  });
  const tree =
    model.tree === null ? [] : placed('level', (text) => text, '(cardinality(o.tree_path) - 1)::text', false);
  return [...scalars, ...edges, ...tree];
};
