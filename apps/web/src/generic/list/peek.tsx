import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { objectName, objectPath } from '../../catalogue/object-link.tsx';
import type { UiEntity } from '../../catalogue/types.ts';
import { buttonClass, IconButton } from '../../ui/button.tsx';
import { Bones, EmptyState, ErrorState } from '../../ui/panel.tsx';
import { FieldFacts } from '../detail/field-facts.tsx';
import { useDetailOptions } from '../detail/use-detail.ts';
import css from './entity-list.module.css';

/** One row beside the list, without leaving it. */
export function Peek({ entity, segment, onClose }: { entity: UiEntity; segment: string; onClose: () => void }) {
  const query = useQuery(useDetailOptions(entity, segment));
  const row = query.data?.row;
  return (
    <aside className={css.peek} aria-label={`Preview of ${entity.label}`}>
      <div className={css.peekHead}>
        <h2 className={css.peekTitle}>{row ? objectName(row) : `#${segment}`}</h2>
        {row ? (
          <Link to={objectPath(entity, row)} className={buttonClass('plain')}>
            Open
          </Link>
        ) : null}
        <IconButton label="Close preview" onClick={onClose}>
          <X size={14} />
        </IconButton>
      </div>
      {query.isPending ? <Bones lines={8} /> : null}
      {query.isError ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isSuccess && !row ? <EmptyState title="This row is gone" /> : null}
      {row ? <FieldFacts entity={entity} row={row} fields={entity.fields} hideEmpty /> : null}
    </aside>
  );
}
