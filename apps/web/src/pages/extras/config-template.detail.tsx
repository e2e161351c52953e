import { Suspense } from 'react';
import { DetailPage } from '../../generic/detail/detail.page.tsx';
import { lazyPart } from '../../ui/lazy-part.ts';
import { Bones } from '../../ui/panel.tsx';
import type { DetailPageProps } from '../registry.ts';

const TemplateEditor = lazyPart(
  async () => (await import('../../features/template-editor/template-editor.tsx')).TemplateEditor,
);

/** The page of a config template: an editor with live previews beside the generic tabs. */
export function ConfigTemplateDetail({ entity, segment }: DetailPageProps) {
  return (
    <DetailPage
      entity={entity}
      segment={segment}
      parts={{
        tabs: (row) => [
          {
            id: 'editor',
            label: 'Editor',
            fills: true,
            content: () => (
              <Suspense fallback={<Bones lines={8} />}>
                <TemplateEditor key={row.id} entity={entity} row={row} />
              </Suspense>
            ),
          },
        ],
      }}
    />
  );
}
