import { Suspense } from 'react';
import type { Row, UiEntity } from '../../catalogue/types.ts';
import type { DetailTab } from '../../generic/detail/tabs.tsx';
import { lazyPart } from '../../ui/lazy-part.ts';
import { Bones } from '../../ui/panel.tsx';

const TraceTab = lazyPart(async () => (await import('./trace-tab.tsx')).TraceTab);
const AffectedTab = lazyPart(async () => (await import('./affected-tab.tsx')).AffectedTab);

/** Entities on whose going others depend, and whose pages say so. */
const heldBy = new Set([
  'dcim.Cable',
  'dcim.PowerFeed',
  'dcim.PowerPanel',
  'circuits.Circuit',
  'wireless.WirelessLink',
]);

/** Tabs of the paths of an object: where they lead, and what hangs on it. */
export function pathsTabs(entity: UiEntity, row: Row): DetailTab[] {
  const trace: DetailTab = {
    id: 'trace',
    label: 'Trace',
    content: () => (
      <Suspense fallback={<Bones lines={6} />}>
        <TraceTab entity={entity} row={row} />
      </Suspense>
    ),
  };
  const affected: DetailTab = {
    id: 'affected',
    label: 'What hangs on this',
    content: () => (
      <Suspense fallback={<Bones lines={6} />}>
        <AffectedTab entity={entity} row={row} />
      </Suspense>
    ),
  };
  return heldBy.has(entity.name) ? [trace, affected] : [trace];
}
