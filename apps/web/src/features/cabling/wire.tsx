import { ObjectLink, objectName } from '../../catalogue/object-link.tsx';
import type { UiEntity } from '../../catalogue/types.ts';
import { useCatalogue, useEntity } from '../../catalogue/use-catalogue.ts';
import { contextField } from '../../generic/query/selection.ts';
import { Dim, Mono, Tape } from '../../ui/text.tsx';
import { JacketLine } from './jacket-line.tsx';
import type { CableFacts, FarEnd } from './port-lines.ts';

/** A piece of cable in the colour of its jacket, with its label on a tape; dashed while it is planned. */
export function Wire({ cable }: { cable: CableFacts }) {
  const entity = useEntity('dcim.Cable');
  const tape = <Tape>{objectName(cable)}</Tape>;
  return (
    <JacketLine cable={cable} status={cable.status}>
      {entity ? (
        <ObjectLink entity={entity} row={cable}>
          {tape}
        </ObjectLink>
      ) : (
        tape
      )}
    </JacketLine>
  );
}

/** The entity of what holds an object of a type: of the device of a port. Its own where nothing does. */
export function useHolderEntity(type: string): UiEntity | undefined {
  const { byType, byName } = useCatalogue();
  const entity = byType.get(type);
  const field = entity && contextField(entity);
  return field ? byName.get(field.target ?? '') : entity;
}

/** What a far end belongs to: its device, circuit or panel. */
export function FarHolder({ end }: { end: FarEnd }) {
  const entity = useHolderEntity(end.type);
  if (!end.holder) return null;
  return entity ? <ObjectLink entity={entity} row={end.holder} /> : <>{objectName(end.holder)}</>;
}

/** A far end by its own name. */
export function FarPort({ end }: { end: FarEnd }) {
  const entity = useCatalogue().byType.get(end.type);
  if (!entity) return <Dim>hidden</Dim>;
  return (
    <ObjectLink entity={entity} row={end.row}>
      <Mono>{objectName(end.row)}</Mono>
    </ObjectLink>
  );
}
