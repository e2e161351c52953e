import { useEffect, useRef, useState } from 'react';
import type { Row, UiEntity, UiPanel } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import type { DetailTab } from '../../generic/detail/tabs.tsx';
import { Card, ErrorState } from '../../ui/panel.tsx';
import { mountPanel } from './mount.ts';
import css from './plugin-panels.module.css';

interface Placed {
  panel: UiPanel;
  entity: UiEntity;
  row: Row;
}

/** What a plugin shows about one object; what fails in it leaves the page alone. */
function PanelBody({ panel, entity, row }: Placed) {
  const element = useRef<HTMLDivElement>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (!element.current) return undefined;
    setFailure(null);
    return mountPanel(panel, entity, row, element.current, setFailure);
  }, [panel, entity, row.id, row.rowVersion, attempt]);
  return (
    <>
      <div ref={element} />
      {failure === null ? null : <ErrorState error={failure} onRetry={() => setAttempt(attempt + 1)} />}
    </>
  );
}

/** Panels of plugins below the cards of an object's page. */
export function PluginPanels({ entity, row }: { entity: UiEntity; row: Row }) {
  const panels = useCatalogue().panels.filter((panel) => panel.slot === 'detail' && panel.entity === entity.name);
  if (panels.length === 0) return null;
  return (
    <div className={css.panels}>
      {panels.map((panel) => (
        <Card key={panel.url} title={panel.title}>
          <PanelBody panel={panel} entity={entity} row={row} />
        </Card>
      ))}
    </div>
  );
}

/** Tabs that plugins add to an object's page. */
export function usePluginTabs(entity: UiEntity, row: Row): DetailTab[] {
  return useCatalogue()
    .panels.filter((panel) => panel.slot === 'detailTab' && panel.entity === entity.name)
    .map((panel) => ({
      id: `plugin-${panel.plugin}-${panel.title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`,
      label: panel.title,
      content: () => <PanelBody panel={panel} entity={entity} row={row} />,
    }));
}
