import type { Model } from '@plumbline/engine';
import type { FieldSpec } from '@plumbline/kit';
import { TYPE_BY_ENTITY } from './types.ts';

/** A column that NetBox worked out and that is worked out here as well. */
export interface DerivedCheck {
  /** Column of the dump. */
  readonly column: string;
  readonly at: number;
  /** SQL of the dump's value over `v.value`, and of ours over `o`, both as text. */
  readonly theirs: string;
  readonly ours: string;
}

const NUMBERS: ReadonlySet<string> = new Set(['int', 'intChoice', 'bigint', 'decimal', 'asn']);

/** Our names end in the unit: `abs_length_m`. */
const UNIT = /_(?:m|g)$/;

const sidesOf = ({ kind }: FieldSpec, column: string): readonly [theirs: string, ours: string] | null => {
  if (NUMBERS.has(kind)) return ['trim_scale(v.value::numeric)::text', `trim_scale(o.${column}::numeric)::text`];
  if (kind === 'bool') return ['v.value', `left(o.${column}::text, 1)`];
  return kind === 'text' ? ["nullif(v.value, '')", `o.${column}`] : null;
};

/** Derived columns of a table that can be compared with what is worked out here. */
export const derivedChecks = (model: Model, columns: readonly string[]): DerivedCheck[] => {
  if (model.global !== null) return [];
  const placed = (name: string, theirs: string, ours: string): DerivedCheck[] => {
    const column = [name, `_${name}`, `_${name.replace(UNIT, '')}`].find((candidate) => columns.includes(candidate));
    return column === undefined ? [] : [{ column, at: columns.indexOf(column), theirs, ours }];
  };
  const scalars = [...model.scalars.values()].flatMap(({ column, spec, system }) => {
    const sides = system || !(spec.derived || spec.generated !== undefined) ? null : sidesOf(spec, column);
    return sides ? placed(column, ...sides) : [];
  });
  const edges = [...model.edges.values()].flatMap((edge) => {
    const type = edge.kind === 'one' && edge.spec.derived ? TYPE_BY_ENTITY.get(edge.target) : undefined;
    if (edge.kind !== 'one' || type === undefined) return [];
    const theirs = `(SELECT q.object_id::text FROM core_provenance q WHERE q.organization_id = p.organization_id
      AND q.source = p.source AND q.source_type = '${type}' AND q.source_id = v.value)`;
    return placed(edge.column, theirs, `o.${edge.column}::text`);
  });
  const tree = model.tree === null ? [] : placed('level', 'v.value', '(cardinality(o.tree_path) - 1)::text');
  return [...scalars, ...edges, ...tree];
};
