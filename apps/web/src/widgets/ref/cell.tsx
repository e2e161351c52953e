import { useContext } from 'react';
import { ObjectLink, objectName } from '../../catalogue/object-link.tsx';
import type { RefValue, UiEntity } from '../../catalogue/types.ts';
import { useEntity } from '../../catalogue/use-catalogue.ts';
import { Chip, Swatch, textClass } from '../../ui/text.tsx';
import { CompactContext } from '../compact.ts';
import type { CellProps } from '../widget.ts';

function isIdentifier(entity: UiEntity): boolean {
  const kinds = entity.display.map((name) => entity.fields.find((field) => field.name === name)?.kind ?? 'text');
  return kinds.some((kind) => ['ipHost', 'ipCidr', 'mac', 'asn', 'slug'].includes(kind));
}

/** One referenced object by name, linked where links are wanted. */
export function RefName({ entity, row }: { entity: UiEntity | undefined; row: RefValue }) {
  const compact = useContext(CompactContext);
  const mono = entity && isIdentifier(entity) ? textClass.mono : undefined;
  const name = <span className={mono}>{objectName(row)}</span>;
  if (compact) {
    return (
      <>
        {row.color ? <Swatch hex={row.color} /> : null} {name}
      </>
    );
  }
  const link = entity ? (
    <ObjectLink entity={entity} row={row}>
      {name}
    </ObjectLink>
  ) : (
    name
  );
  return row.color ? <Chip hex={row.color}>{link}</Chip> : link;
}

/** A to-one reference. */
export function RefCell({ field, value }: CellProps) {
  const entity = useEntity(field.target ?? '');
  return value ? <RefName entity={entity} row={value as RefValue} /> : null;
}
