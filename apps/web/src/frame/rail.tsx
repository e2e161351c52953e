import { ChevronsLeft, ChevronsRight } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useMemo, useState } from 'react';
import { type Catalogue, entityPath } from '../catalogue/catalogue.ts';
import { useCatalogue } from '../catalogue/use-catalogue.ts';
import { cx } from '../ui/cx.ts';
import { Mark } from '../ui/mark.tsx';
import { OverviewIcon, TypesIcon } from './entity-icons.ts';
import css from './rail.module.css';
import { findTypes, type NavSection, navSections, toolPlaces, typeSections } from './navigation.ts';
import { setPreferences, usePreferences } from './preferences.ts';
import { RailGroup, RailLink, RailTypes, useCurrentEntity } from './rail-parts.tsx';
import { useTotals } from './totals.ts';

/** Where the keyboard may stand in the rail, from top to bottom. */
const stops = 'input,a,button[aria-expanded]';

/** Moves the focus through the rail with the arrow keys; left and right fold and unfold a group. */
function moveInRail(event: KeyboardEvent<HTMLElement>): void {
  const here = document.activeElement;
  const turns = event.key === 'ArrowLeft' || event.key === 'ArrowRight';
  if (turns && here?.matches('button[aria-expanded]')) {
    const isOpen = here.getAttribute('aria-expanded') === 'true';
    if (isOpen === (event.key === 'ArrowLeft')) (here as HTMLElement).click();
    return;
  }
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>(stops)];
  const next = all[all.indexOf(here as HTMLElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** Narrows the rail to the types whose name holds what is typed. */
function FindType({
  typed,
  onType,
  boxRef,
}: {
  typed: string;
  onType: (typed: string) => void;
  boxRef: RefObject<HTMLInputElement | null>;
}) {
  return (
    <input
      ref={boxRef}
      type="search"
      className={css.find}
      aria-label="Find a type"
      placeholder="Find a type"
      value={typed}
      onChange={(event) => onType(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onType('');
        if (event.key !== 'Enter') return;
        event.currentTarget.closest('nav')?.querySelector<HTMLElement>('li a')?.click();
        onType('');
      }}
    />
  );
}

function Found({ catalogue, typed }: { catalogue: Catalogue; typed: string }) {
  const found = findTypes(catalogue, typed);
  if (found.length === 0) return <p className={css.nothing}>No type is called “{typed.trim()}”.</p>;
  return found.map((section) => (
    <div key={section.label}>
      <div className={css.section}>{section.label}</div>
      <RailTypes entities={section.entities} open label={section.label} />
    </div>
  ));
}

/** The sections of the rail, what is pinned and every group of types. */
function Places({ catalogue, open }: { catalogue: Catalogue; open: boolean }) {
  const { pinned } = usePreferences();
  const current = useCurrentEntity();
  const sections = useMemo(() => navSections(catalogue), [catalogue]);
  const groups = useMemo(() => typeSections(catalogue), [catalogue]);
  const own = pinned.flatMap((name) => catalogue.byName.get(name) ?? []);
  const first = [...new Set([...own, ...sections.flatMap((section) => section.entities)])];
  const totals = useTotals(open ? first : []).data ?? new Map<string, number>();
  const isTool = toolPlaces.some(({ to }) => current && to === `/${entityPath(current)}`);
  const isHidden = current !== undefined && !isTool && !first.includes(current);
  const holds = ({ entities }: NavSection) => isHidden && entities.includes(current);
  return (
    <>
      {own.length > 0 ? <RailGroup label="Pinned" entities={own} open={open} totals={totals} first /> : null}
      {sections.map((section) => (
        <RailGroup key={section.label} {...section} open={open} totals={totals} first />
      ))}
      <div className={css.section}>Work</div>
      <ul>
        {toolPlaces.map((place) => (
          <li key={place.to}>
            <RailLink {...place} open={open} />
          </li>
        ))}
      </ul>
      <div className={css.section}>Everything</div>
      <RailLink to="/types" icon={TypesIcon} label="All types" count={catalogue.entities.length} open={open} />
      {open ? groups.map((group) => <RailGroup key={group.label} {...group} open holds={holds(group)} />) : null}
    </>
  );
}

/** The rail: places by topic, every type by group, counts beside them; collapses to icons. */
export function Rail({
  findRef,
  drawer = false,
}: {
  findRef: RefObject<HTMLInputElement | null>;
  /** Shown over the page of a small screen, always wide. */
  drawer?: boolean;
}) {
  const catalogue = useCatalogue();
  const { railOpen } = usePreferences();
  const [typed, setTyped] = useState('');
  const open = drawer || railOpen;
  return (
    <nav className={cx(css.rail, !open && css.narrow)} aria-label="Primary" onKeyDown={moveInRail}>
      <div className={css.brand}>
        <Mark />
        {open ? 'Plumbline' : null}
      </div>
      {open ? <FindType typed={typed} onType={setTyped} boxRef={findRef} /> : null}
      <div className={css.scroll}>
        <RailLink to="/" icon={OverviewIcon} label="Overview" open={open} exact />
        {open && typed.trim() ? (
          <Found catalogue={catalogue} typed={typed} />
        ) : (
          <Places catalogue={catalogue} open={open} />
        )}
      </div>
      {drawer ? null : <CollapseButton open={open} />}
    </nav>
  );
}

function CollapseButton({ open }: { open: boolean }) {
  return (
    <div className={css.foot}>
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
