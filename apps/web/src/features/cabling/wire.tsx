import { ObjectLink, objectName } from '../../catalogue/object-link.tsx';
import type { RefValue } from '../../catalogue/types.ts';
import { useCatalogue, useEntity } from '../../catalogue/use-catalogue.ts';
import { Dim, Mono, Tape } from '../../ui/text.tsx';
import css from './cabling.module.css';
import { jacketOf } from './jacket.ts';
import type { CableFacts, FarEnd } from './port-lines.ts';

/** A piece of cable in the colour of its jacket, with its label on a tape; dashed while it is planned. */
export function Wire({ cable }: { cable: CableFacts }) {
  const entity = useEntity('dcim.Cable');
  const tape = <Tape>{objectName(cable)}</Tape>;
  return (
    <span className={css.wire} data-status={cable.status} style={{ ['--jacket' as string]: jacketOf(cable) }}>
      {entity ? (
        <ObjectLink entity={entity} row={cable}>
          {tape}
        </ObjectLink>
      ) : (
        tape
      )}
    </span>
  );
}

function useHolder(end: FarEnd) {
  const catalogue = useCatalogue();
  const entity = catalogue.byType.get(end.type);
  const field = entity?.fields.find(
    ({ kind, target, name }) => kind === 'ref' && target !== entity.name && entity.matchBy.includes(name),
  );
  return { entity, holder: catalogue.byName.get(field?.target ?? '') };
}

/** What a far end belongs to: its device, circuit or panel. */
export function FarHolder({ end }: { end: FarEnd }) {
  const { holder } = useHolder(end);
  if (!end.holder) return null;
  return holder ? <ObjectLink entity={holder} row={end.holder} /> : <>{objectName(end.holder)}</>;
}

/** A far end by its own name. */
export function FarPort({ end }: { end: FarEnd }) {
  const { entity } = useHolder(end);
  if (!entity) return <Dim>hidden</Dim>;
  return (
    <ObjectLink entity={entity} row={end.row as RefValue}>
      <Mono>{objectName(end.row)}</Mono>
    </ObjectLink>
  );
}
