import { createContext, useContext } from 'react';
import { ObjectLink, objectName } from '../../catalogue/object-link.tsx';
import type { RefValue, UiEntity } from '../../catalogue/types.ts';
import { useEntity } from '../../catalogue/use-catalogue.ts';
import { Chip, textClass } from '../../ui/text.tsx';
import type { CellProps } from '../widget.ts';

/**
 * Whether references are links. A list row is one stop of the keyboard and links by its name, so
 * that its other cells stay text.
 */
export const LinkedContext = createContext(true);

function isIdentifier(entity: UiEntity): boolean {
  const kinds = entity.display.map(
    (name) => entity.fields.find((field) => field.name === name)?.kind ?? 'text',
  );
  return kinds.some((kind) => ['ipHost', 'ipCidr', 'mac', 'asn', 'slug'].includes(kind));
}

/** One referenced object by name, linked where links are wanted. */
export function RefName({ entity, row }: { entity: UiEntity | undefined; row: RefValue }) {
  const linked = useContext(LinkedContext);
  const mono = entity && isIdentifier(entity) ? textClass.mono : undefined;
  const name = <span className={mono}>{objectName(row)}</span>;
  if (row.color) return <Chip hex={row.color}>{linkedName(linked, entity, row, name)}</Chip>;
  return linkedName(linked, entity, row, name);
}

function linkedName(
  linked: boolean,
  entity: UiEntity | undefined,
  row: RefValue,
  name: React.JSX.Element,
) {
  return linked && entity ? (
    <ObjectLink entity={entity} row={row}>
      {name}
    </ObjectLink>
  ) : (
    name
  );
}

/** A to-one reference. */
export function RefCell({ field, value }: CellProps) {
  const entity = useEntity(field.target ?? '');
  return value ? <RefName entity={entity} row={value as RefValue} /> : null;
}
