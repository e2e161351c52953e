import { Link, useParams } from '@tanstack/react-router';
import { ChevronRight, Pin, PinOff } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { capital, entityPath } from '../catalogue/catalogue.ts';
import type { UiEntity } from '../catalogue/types.ts';
import { useCatalogue } from '../catalogue/use-catalogue.ts';
import { iconOf } from './entity-icons.ts';
import { setPreferences, toggled, usePreferences } from './preferences.ts';
import css from './rail.module.css';
import { shortCount, useTotals } from './totals.ts';

/** The entity of the page that is open, or undefined on pages that belong to none. */
export function useCurrentEntity(): UiEntity | undefined {
  const catalogue = useCatalogue();
  const { domain, list } = useParams({ strict: false }) as Record<string, string | undefined>;
  return catalogue.byPath.get(`${domain}/${list}`);
}

/** One place of the rail; its label becomes a tooltip while only icons are shown. */
export function RailLink({
  to,
  icon: Icon,
  label,
  count,
  open,
  exact = false,
  beside,
}: {
  to: string;
  icon: LucideIcon;
  label: string;
  count?: number | undefined;
  open: boolean;
  exact?: boolean;
  beside?: ReactNode;
}) {
  return (
    <div className={css.place}>
      <Link
        to={to}
        className={css.link}
        activeOptions={{ exact, includeSearch: false }}
        {...(open ? {} : { title: label, 'aria-label': label })}
      >
        <Icon size={15} strokeWidth={1.75} aria-hidden="true" />
        {open ? <span className={css.label}>{label}</span> : null}
        {open && count !== undefined ? <span className={css.count}>{shortCount(count)}</span> : null}
      </Link>
      {open ? beside : null}
    </div>
  );
}

function PinButton({ entity }: { entity: UiEntity }) {
  const { pinned } = usePreferences();
  const isPinned = pinned.includes(entity.name);
  const label = `${isPinned ? 'Unpin' : 'Pin'} ${entity.plural}`;
  return (
    <button
      type="button"
      className={css.pin}
      aria-label={label}
      title={label}
      onClick={() => setPreferences({ pinned: toggled(pinned, entity.name) })}
    >
      {isPinned ? <PinOff size={13} aria-hidden="true" /> : <Pin size={13} aria-hidden="true" />}
    </button>
  );
}

/** Types below each other, with how many rows each has. */
export function RailTypes({
  entities,
  open,
  label,
  totals,
}: {
  entities: readonly UiEntity[];
  open: boolean;
  /** Heading above them, for assistive technology. */
  label: string;
  /** Rows by entity; asked for when not given. */
  totals?: ReadonlyMap<string, number> | undefined;
}) {
  const asked = useTotals(totals || !open ? [] : entities).data;
  const counts = totals ?? asked;
  return (
    <ul aria-label={label}>
      {entities.map((entity) => (
        <li key={entity.name}>
          <RailLink
            to={`/${entityPath(entity)}`}
            icon={iconOf(entity)}
            label={capital(entity.plural)}
            count={counts?.get(entity.name)}
            open={open}
            beside={<PinButton entity={entity} />}
          />
        </li>
      ))}
    </ul>
  );
}

/** A heading that folds the types below it; what is folded asks for no counts. */
export function RailGroup({
  label,
  entities,
  open,
  first = false,
  holds = false,
  totals,
}: {
  label: string;
  entities: readonly UiEntity[];
  /** Whether the rail is wide. */
  open: boolean;
  /** Unfolded until the person folds it. */
  first?: boolean;
  /** Holds the page that is open, so that it stands unfolded. */
  holds?: boolean;
  totals?: ReadonlyMap<string, number> | undefined;
}) {
  const { turnedGroups } = usePreferences();
  const key = first ? label : `all ${label}`;
  const isOpen = holds || first !== turnedGroups.includes(key);
  if (!open) return <RailTypes entities={entities} open={false} label={label} />;
  return (
    <>
      <button
        type="button"
        className={first ? css.section : css.group}
        aria-expanded={isOpen}
        onClick={() => setPreferences({ turnedGroups: toggled(turnedGroups, key) })}
      >
        {first ? null : <ChevronRight size={12} aria-hidden="true" />}
        {label}
        {first ? <ChevronRight size={12} aria-hidden="true" /> : <span className={css.count}>{entities.length}</span>}
      </button>
      {isOpen ? <RailTypes entities={entities} open label={label} totals={totals} /> : null}
    </>
  );
}
