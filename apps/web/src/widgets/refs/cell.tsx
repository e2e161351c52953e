import type { Connection, RefValue } from '../../catalogue/types.ts';
import { useEntity } from '../../catalogue/use-catalogue.ts';
import { Dim } from '../../ui/text.tsx';
import { RefName } from '../ref/cell.tsx';
import type { CellProps } from '../widget.ts';

/** The rows of a many-to-many value as it was queried. */
export function refsOf(value: unknown): RefValue[] {
  if (Array.isArray(value)) return value as RefValue[];
  return ((value as Connection | null | undefined)?.nodes ?? []) as RefValue[];
}

/** Several references; what does not fit is counted. */
export function RefsCell({ field, value }: CellProps) {
  const entity = useEntity(field.target ?? '');
  const rows = refsOf(value);
  const total = (value as Connection | null)?.totalCount ?? rows.length;
  if (rows.length === 0) return null;
  return (
    <span style={{ display: 'inline-flex', gap: 4, flexWrap: 'inherit', alignItems: 'center' }}>
      {rows.map((row) => (
        <RefName key={row.id} entity={entity} row={row} />
      ))}
      {total > rows.length ? <Dim>+{total - rows.length}</Dim> : null}
    </span>
  );
}
