import type { ReactNode } from 'react';
import type { Row, UiEntity } from '../../catalogue/types.ts';
import { Overview } from '../../generic/detail/overview.tsx';
import type { DetailTab } from '../../generic/detail/tabs.tsx';
import { PowerFindingsCard } from './findings-card.tsx';
import { PowerLoadCard } from './load-card.tsx';
import css from './power.module.css';

const loaded: ReadonlySet<string> = new Set(['dcim.PowerFeed', 'dcim.PowerPanel']);

/** The first tab of a power feed or panel: its load above what any object has; null for other entities. */
export function powerOverview(entity: UiEntity, row: Row): ReactNode {
  if (!loaded.has(entity.name)) return null;
  return (
    <>
      <div className={css.above}>
        <PowerLoadCard entity={entity} id={row.id} />
      </div>
      <Overview entity={entity} row={row} />
    </>
  );
}

/** The tab of a site or location in which its power is checked. */
export function powerTab(entity: UiEntity, row: Row): DetailTab {
  const place = entity.name === 'dcim.Site' ? { sites: [row.id] } : { locations: [row.id] };
  return {
    id: 'power',
    label: 'Power check',
    content: () => (
      <div className={css.above}>
        <PowerFindingsCard place={place} />
      </div>
    ),
  };
}
