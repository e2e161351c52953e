import { objectName } from '../../catalogue/object-link.tsx';
import type { RefValue, Row } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { arcContextKey } from '../../generic/query/selection.ts';
import { Dim } from '../../ui/text.tsx';
import { RefName } from '../ref/cell.tsx';
import type { CellProps } from '../widget.ts';

/** What holds the object a polymorphic reference points at, such as the device of an interface. */
export function arcContext(value: Row | null): RefValue | null {
  if (!value) return null;
  return (value[arcContextKey(String(value['__typename']))] as RefValue | null | undefined) ?? null;
}

/** A reference to one of several kinds of object. */
export function ArcCell({ value }: CellProps) {
  const catalogue = useCatalogue();
  if (!value) return null;
  const row = value as Row;
  const context = arcContext(row);
  return (
    <span>
      {context ? <Dim>{objectName(context)} </Dim> : null}
      <RefName entity={catalogue.byType.get(String(row['__typename']))} row={row as RefValue} />
    </span>
  );
}
