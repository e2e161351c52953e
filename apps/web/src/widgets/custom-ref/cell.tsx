import { ObjectById } from '../any-object/cell.tsx';
import type { CellProps } from '../widget.ts';

/** An object by its id, under its name. */
export function ObjectIdCell({ field, value }: CellProps) {
  return typeof value === 'string' ? <ObjectById type={field.target ?? ''} id={value} /> : null;
}

/** Objects by their ids, under their names. */
export function ObjectIdsCell({ field, value }: CellProps) {
  if (!Array.isArray(value)) return null;
  return (
    <span style={{ display: 'inline-flex', gap: 8, flexWrap: 'inherit' }}>
      {value.map((id: string) => (
        <ObjectById key={id} type={field.target ?? ''} id={id} />
      ))}
    </span>
  );
}
