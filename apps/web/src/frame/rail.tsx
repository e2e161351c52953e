import { Link } from '@tanstack/react-router';
import { ChevronsLeft, ChevronsRight } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { useMemo } from 'react';
import { capital, entityPath } from '../catalogue/catalogue.ts';
import { useCatalogue } from '../catalogue/use-catalogue.ts';
import { Mark } from '../ui/mark.tsx';
import css from './frame.module.css';
import { iconOf, navSections, OverviewIcon, TypesIcon } from './navigation.ts';
import { setPreferences, usePreferences } from './preferences.ts';
import { shortCount, useTotals } from './totals.ts';

function RailLink({
  to,
  icon: Icon,
  label,
  count,
  open,
  exact = false,
}: {
  to: string;
  icon: LucideIcon;
  label: string;
  count?: number | undefined;
  open: boolean;
  exact?: boolean;
}) {
  return (
    <Link
      to={to}
      className={css.link}
      activeOptions={{ exact, includeSearch: false }}
      {...(open ? {} : { title: label, 'aria-label': label })}
    >
      <Icon size={15} strokeWidth={1.75} aria-hidden="true" />
      {open ? label : null}
      {open && count !== undefined ? <span className={css.linkCount}>{shortCount(count)}</span> : null}
    </Link>
  );
}

function CollapseButton({ open }: { open: boolean }) {
  return (
    <div className={css.railFoot}>
      <button
        type="button"
        className={css.collapse}
        aria-label={open ? 'Collapse the rail' : 'Widen the rail'}
        aria-expanded={open}
        onClick={() => setPreferences({ railOpen: !open })}
      >
        {open ? <ChevronsLeft size={15} /> : <ChevronsRight size={15} />}
      </button>
    </div>
  );
}

/** The rail: places by topic, counts beside them; collapses to icons. */
export function Rail() {
  const catalogue = useCatalogue();
  const { railOpen: open } = usePreferences();
  const sections = useMemo(() => navSections(catalogue), [catalogue]);
  const totals = useTotals(sections.flatMap((section) => section.entities)).data;
  return (
    <nav className={css.rail} aria-label="Primary">
      <div className={css.brand}>
        <Mark />
        {open ? 'Plumbline' : null}
      </div>
      <RailLink to="/" icon={OverviewIcon} label="Overview" open={open} exact />
      {sections.map((section) => (
        <div key={section.label}>
          <div className={css.section}>{section.label}</div>
          {section.entities.map((entity) => (
            <RailLink
              key={entity.name}
              to={`/${entityPath(entity)}`}
              icon={iconOf(entity)}
              label={capital(entity.plural)}
              count={totals?.get(entity.name)}
              open={open}
            />
          ))}
        </div>
      ))}
      <div className={css.section}>All</div>
      <RailLink to="/types" icon={TypesIcon} label="All types" open={open} />
      <CollapseButton open={open} />
    </nav>
  );
}
