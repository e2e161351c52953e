import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { entityPath } from '../../catalogue/catalogue.ts';
import type { Connection, Row, UiEdge, UiEntity, UiField } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { capital } from '../../catalogue/catalogue.ts';
import { buttonClass } from '../../ui/button.tsx';
import { EntityList } from '../list/entity-list.tsx';
import type { FilterInput } from '../query/filter.ts';
import type { DetailTab } from './tabs.tsx';

/** The condition that rows of an edge's target belong to a given row. */
export function edgeFilter(edge: UiEdge, target: UiEntity, owner: UiEntity, id: string): FilterInput {
  const back = target.fields.find((field) => field.name === edge.inverse);
  const self = { id: { eq: id } };
  if (back?.kind === 'arc') {
    const arm = back.targets?.find((candidate) => candidate.target === owner.name)?.arm ?? owner.one;
    return { [edge.inverse]: { [arm]: self } };
  }
  if (back?.kind === 'anyObject') return { objectType: { eq: owner.name }, objectId: { eq: id } };
  if (back?.kind === 'ref') return { [edge.inverse]: self };
  return { [edge.inverse]: { some: self } };
}

/** What a link to the form of a new row says of the object it is for. */
function formSearch(back: UiField | undefined, owner: UiEntity, row: Row): Record<string, string> | undefined {
  if (back?.kind === 'anyObject') return { objectType: owner.name, objectId: row.id };
  return back?.kind === 'ref' && back.input && row.number !== null ? { [back.name]: String(row.number) } : undefined;
}

function EdgeTab({ edge, target, owner, row }: { edge: UiEdge; target: UiEntity; owner: UiEntity; row: Row }) {
  const back = target.fields.find((field) => field.name === edge.inverse);
  const search = formSearch(back, owner, row);
  return (
    <EntityList
      key={edge.name}
      entity={target}
      base={edgeFilter(edge, target, owner, row.id)}
      {...(search ? { createSearch: search } : {})}
      tools={
        search && !target.readOnly ? (
          <Link to={`/${entityPath(target)}/new`} search={search} className={buttonClass('plain')}>
            <Plus size={14} aria-hidden="true" /> Add {target.label}
          </Link>
        ) : null
      }
    />
  );
}

/** A tab a to-many edge: the same list, limited to this row. */
export function useEdgeTabs(entity: UiEntity, row: Row): DetailTab[] {
  const catalogue = useCatalogue();
  return entity.edges.flatMap((edge) => {
    const target = catalogue.byName.get(edge.target);
    if (!target) return [];
    const count = (row[edge.name] as Connection | null | undefined)?.totalCount;
    return [
      {
        id: edge.name,
        label: capital(edge.name === target.many ? target.plural : edge.label),
        count,
        fills: true,
        content: () => <EdgeTab edge={edge} target={target} owner={entity} row={row} />,
      },
    ];
  });
}
