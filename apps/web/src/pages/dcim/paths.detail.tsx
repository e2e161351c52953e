import { useSearch } from '@tanstack/react-router';
import { Link } from '@tanstack/react-router';
import { Route } from 'lucide-react';
import { sideOf } from '../../features/cabling/connect-here.tsx';
import { ConnectAction } from '../../features/cabling/connect-action.tsx';
import { powerOverview } from '../../features/power/power-overview.tsx';
import { pathsTabs } from '../../features/trace/paths-tabs.tsx';
import { useTraceKey } from '../../features/trace/use-trace-key.ts';
import type { Row, UiEntity } from '../../catalogue/types.ts';
import { DetailPage } from '../../generic/detail/detail.page.tsx';
import { buttonClass, Key } from '../../ui/button.tsx';
import type { DetailPageProps } from '../registry.ts';

function TraceLink() {
  const search = useSearch({ strict: false }) as { tab?: string };
  if (search.tab === 'trace') return null;
  return (
    <Link to="." search={{ tab: 'trace' }} className={buttonClass('plain')}>
      <Route size={13} aria-hidden="true" /> Trace <Key>T</Key>
    </Link>
  );
}

function Actions({ entity, row }: { entity: UiEntity; row: Row }) {
  return (
    <>
      <TraceLink />
      {row['device'] && !row['cable'] ? <ConnectAction start={sideOf(entity, row)} /> : null}
    </>
  );
}

/** The page of anything that paths start from or cross: a port, a cable, a circuit, a feed. */
export function PathsDetail({ entity, segment }: DetailPageProps) {
  useTraceKey();
  return (
    <DetailPage
      entity={entity}
      segment={segment}
      parts={{
        overview: (row) => powerOverview(entity, row),
        tabs: (row) => pathsTabs(entity, row),
        actions: (row) => <Actions entity={entity} row={row} />,
      }}
    />
  );
}
