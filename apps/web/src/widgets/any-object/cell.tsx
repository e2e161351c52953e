import type { RefValue } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { useNamedObjects } from '../../generic/named-objects.ts';
import { Dim, Mono } from '../../ui/text.tsx';
import { RefName } from '../ref/cell.tsx';
import type { CellProps } from '../widget.ts';

/** An object that is known by type and id: the word for its type, and its name. */
export function ObjectById({ type, id, showType = false }: { type: string; id: string; showType?: boolean }) {
  const entity = useCatalogue().byName.get(type);
  const [named] = useNamedObjects(type, [id]);
  const word = showType ? <Dim>{entity?.label ?? type} </Dim> : null;
  if (named?.row) {
    return (
      <span>
        {word}
        <RefName entity={entity} row={named.row as RefValue} />
      </span>
    );
  }
  return (
    <span title={id}>
      {word}
      {named?.row === undefined && entity ? <Dim>…</Dim> : <Mono dim>gone ({id.slice(0, 8)})</Mono>}
    </span>
  );
}

/** The object that a row is attached to. */
export function AnyObjectCell({ row, value }: CellProps) {
  const type = row['objectType'];
  if (typeof type !== 'string' || typeof value !== 'string') return null;
  return <ObjectById type={type} id={value} showType />;
}
