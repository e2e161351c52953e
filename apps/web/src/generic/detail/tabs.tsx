import { Tabs } from '@base-ui/react/tabs';
import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import css from './detail.module.css';

/** One tab of a detail page; its content is made only when it is shown. */
export interface DetailTab {
  id: string;
  label: string;
  count?: number | undefined;
  /** Fills the height by itself instead of scrolling in the page. */
  fills?: boolean;
  content: () => ReactNode;
}

function isQuiet(tab: DetailTab): boolean {
  return tab.count === 0;
}

/** Tabs in the URL; those with a count of zero stand behind "More". */
export function DetailTabs({
  tabs,
  current,
  onChange,
}: {
  tabs: readonly DetailTab[];
  current: string;
  onChange: (id: string) => void;
}) {
  const active = tabs.find((tab) => tab.id === current) ?? tabs[0];
  if (!active) return null;
  const shown = tabs.filter((tab) => !isQuiet(tab) || tab === active);
  const hidden = tabs.filter((tab) => !shown.includes(tab));
  return (
    <Tabs.Root className={css.page ?? ''} value={active.id} onValueChange={(id) => onChange(String(id))}>
      <div style={{ display: 'flex', minWidth: 0 }}>
        <Tabs.List className={css.tabs ?? ''} style={{ flex: 1 }}>
          {shown.map((tab) => (
            <Tabs.Tab key={tab.id} value={tab.id} className={css.tab ?? ''}>
              {tab.label}
              {tab.count === undefined ? null : <span className={css.count}>{tab.count.toLocaleString('en')}</span>}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {hidden.length > 0 ? <MoreTabs tabs={hidden} onChange={onChange} /> : null}
      </div>
      <Tabs.Panel key={active.id} value={active.id} className={css.panel ?? ''} tabIndex={-1}>
        {active.fills ? (
          active.content()
        ) : (
          <div className={css.scroll} tabIndex={0} role="region" aria-label={`${active.label} content`}>
            {active.content()}
          </div>
        )}
      </Tabs.Panel>
    </Tabs.Root>
  );
}

function MoreTabs({ tabs, onChange }: { tabs: readonly DetailTab[]; onChange: (id: string) => void }) {
  return (
    <div style={{ flex: 'none', padding: '10px 16px 0 0', borderBottom: '1px solid var(--line)' }}>
      <Menu
        trigger={
          <button type="button" className={css.tab}>
            {tabs.length} empty <ChevronDown size={12} aria-hidden="true" />
          </button>
        }
      >
        {tabs.map((tab) => (
          <MenuItem key={tab.id} onSelect={() => onChange(tab.id)} hint="0">
            {tab.label}
          </MenuItem>
        ))}
      </Menu>
    </div>
  );
}
