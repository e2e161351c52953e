import { Suspense } from 'react';
import type { Connection, Row, UiEntity } from '../../catalogue/types.ts';
import type { DetailTab } from '../../generic/detail/tabs.tsx';
import { lazyPart } from '../../ui/lazy-part.ts';
import { Bones } from '../../ui/panel.tsx';

const JournalTab = lazyPart(async () => (await import('./journal-tab.tsx')).JournalTab);

/** Name of the list of notes on types that take them. */
export const journalEdge = 'journalEntries';

/** The tab of notes; none for types that take no notes. It stands there without notes too, since one writes them there. */
export function journalTab(entity: UiEntity, row: Row): DetailTab[] {
  if (!entity.edges.some(({ name }) => name === journalEdge)) return [];
  const count = (row[journalEdge] as Connection | null | undefined)?.totalCount;
  return [
    {
      id: journalEdge,
      label: 'Journal',
      count: count === 0 ? undefined : count,
      content: () => (
        <Suspense fallback={<Bones lines={6} />}>
          <JournalTab entity={entity} row={row} />
        </Suspense>
      ),
    },
  ];
}
