import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { entityPath } from '../../catalogue/catalogue.ts';
import type { UiEntity } from '../../catalogue/types.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/panel.tsx';
import type { ViewState } from '../query/view-state.ts';

type Change = (change: Partial<ViewState>) => void;

function NoMatch({ entity, view, onChange }: { entity: UiEntity; view: ViewState; onChange: Change }) {
  return (
    <EmptyState
      title={`No ${entity.plural} match`}
      actions={
        <>
          {view.tokens.length > 1 ? (
            <Button onClick={() => onChange({ tokens: view.tokens.slice(0, -1) })}>Remove the last filter</Button>
          ) : null}
          <Button onClick={() => onChange({ tokens: [], text: '' })}>Remove all filters</Button>
        </>
      }
    >
      Every filter has to hold. Remove one to see more.
    </EmptyState>
  );
}

function NothingYet({ entity, createSearch }: { entity: UiEntity; createSearch: Record<string, string> }) {
  const add = (
    <>
      <Link to={`/${entityPath(entity)}/new`} search={createSearch} className={buttonClass('primary')}>
        <Plus size={14} aria-hidden="true" /> Add {entity.label}
      </Link>
      <Link to="/import" search={{ type: entity.name }} className={buttonClass('plain')}>
        Import {entity.plural}
      </Link>
    </>
  );
  return (
    <EmptyState title={`No ${entity.plural} yet`} actions={entity.readOnly ? null : add}>
      {entity.readOnly ? 'The server writes these itself.' : 'Add the first one here, or load many through an import.'}
    </EmptyState>
  );
}

/** What stands in place of rows: nothing exists yet, or nothing matches. */
export function NoRows({
  entity,
  view,
  onChange,
  createSearch = {},
}: {
  entity: UiEntity;
  view: ViewState;
  onChange: Change;
  createSearch?: Record<string, string>;
}) {
  const filtered = view.tokens.length > 0 || view.text !== '';
  return filtered ? (
    <NoMatch entity={entity} view={view} onChange={onChange} />
  ) : (
    <NothingYet entity={entity} createSearch={createSearch} />
  );
}
