import { Suspense } from 'react';
import type { Row, UiEntity } from '../../catalogue/types.ts';
import type { DetailTab } from '../../generic/detail/tabs.tsx';
import { lazyPart } from '../../ui/lazy-part.ts';
import { Bones } from '../../ui/panel.tsx';

const SubjectConfig = lazyPart(async () => (await import('./subject-config.tsx')).SubjectConfig);
const ContextView = lazyPart(async () => (await import('./context-view.tsx')).ContextView);

/** Tabs of what is rendered: its intended configuration, and the contexts that go into it. */
export const configTabs = (entity: UiEntity, row: Row): DetailTab[] => [
  {
    id: 'config',
    label: 'Config',
    fills: true,
    content: () => (
      <Suspense fallback={<Bones lines={8} />}>
        <SubjectConfig entity={entity} row={row} />
      </Suspense>
    ),
  },
  {
    id: 'context',
    label: 'Context',
    content: () => (
      <Suspense fallback={<Bones lines={6} />}>
        <ContextView entity={entity} row={row} />
      </Suspense>
    ),
  },
];
