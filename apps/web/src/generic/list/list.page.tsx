import { Link } from '@tanstack/react-router';
import { FileUp, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { capital, entityPath } from '../../catalogue/catalogue.ts';
import type { UiEntity } from '../../catalogue/types.ts';
import { PageHead } from '../../frame/page-head.tsx';
import { buttonClass } from '../../ui/button.tsx';
import { EntityList } from './entity-list.tsx';

/** The list page of any entity; `actions` stand before those that every list has. */
export function ListPage({ entity, actions }: { entity: UiEntity; actions?: ReactNode }) {
  const add = entity.readOnly ? null : (
    <>
      <Link to="/import" search={{ type: entity.name }} className={buttonClass('plain')}>
        <FileUp size={14} aria-hidden="true" /> Import
      </Link>
      <Link to={`/${entityPath(entity)}/new`} className={buttonClass('primary')}>
        <Plus size={14} aria-hidden="true" /> Add {entity.label}
      </Link>
    </>
  );
  return (
    <EntityList
      key={entity.name}
      entity={entity}
      head={(total) => (
        <PageHead
          title={capital(entity.plural)}
          aside={total === null ? undefined : total.toLocaleString('en')}
          actions={
            <>
              {actions}
              {add}
            </>
          }
        />
      )}
    />
  );
}
