import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Building2, CircleUser, LogOut, Menu as MenuIcon, Monitor, Moon, Search, Sun } from 'lucide-react';
import { sessionKey, signOut, type Session } from '../api/session.ts';
import { OrganizationGroup } from '../features/account/organization-group.tsx';
import { Bell } from '../features/notifications/bell.tsx';
import { IconButton, Key } from '../ui/button.tsx';
import { Menu, MenuCheck, MenuGroup, MenuItem, MenuLine } from '../ui/menu.tsx';
import { notify } from '../ui/toast.tsx';
import css from './frame.module.css';
import { type Preferences, setPreferences, usePreferences } from './preferences.ts';

const themes: readonly [Preferences['theme'], string][] = [
  ['light', 'Light'],
  ['dark', 'Dark'],
  ['system', 'Like the system'],
];

const densities: readonly [Preferences['density'], string][] = [
  ['compact', 'Compact rows'],
  ['regular', 'Regular rows'],
  ['comfortable', 'Comfortable rows'],
];

function ThemeMenu() {
  const { theme } = usePreferences();
  const Icon = theme === 'light' ? Sun : theme === 'dark' ? Moon : Monitor;
  return (
    <Menu
      trigger={
        <IconButton label="Theme">
          <Icon size={15} />
        </IconButton>
      }
    >
      {themes.map(([value, label]) => (
        <MenuCheck key={value} checked={theme === value} onChange={() => setPreferences({ theme: value })}>
          {label}
        </MenuCheck>
      ))}
    </Menu>
  );
}

/** Signs out here, and at the identity provider where that has a page for it. */
function useLeave(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    try {
      const elsewhere = await signOut();
      if (elsewhere !== null) {
        location.assign(elsewhere);
        return;
      }
      // The session goes first: its observer shows the sign-in page, and nothing asks for the rest again.
      client.setQueryData(sessionKey, null);
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== sessionKey[0] });
    } catch {
      notify('Signing out failed', 'The server did not answer.');
    }
  };
}

function UserMenu({ session, onKeys }: { session: Session; onKeys: () => void }) {
  const leave = useLeave();
  const navigate = useNavigate();
  const { density } = usePreferences();
  return (
    <Menu
      trigger={
        <IconButton label={`Account of ${session.user.username}`}>
          <CircleUser size={16} />
        </IconButton>
      }
    >
      <MenuGroup label={session.user.displayName ?? session.user.username}>
        <MenuItem onSelect={() => void navigate({ to: '/account' })}>Your account</MenuItem>
        <MenuItem onSelect={() => void navigate({ to: '/notifications' })}>Your notifications</MenuItem>
        <MenuItem onSelect={onKeys} hint="?">
          Keys
        </MenuItem>
      </MenuGroup>
      <OrganizationGroup current={session.organization.id} />
      <MenuLine />
      {densities.map(([value, label]) => (
        <MenuCheck key={value} checked={density === value} onChange={() => setPreferences({ density: value })}>
          {label}
        </MenuCheck>
      ))}
      <MenuLine />
      <MenuItem icon={<LogOut size={14} aria-hidden="true" />} onSelect={() => void leave()}>
        Sign out
      </MenuItem>
    </Menu>
  );
}

/** The bar at the top: search, organization, theme, account. */
export function TopBar({
  session,
  onSearch,
  onKeys,
  onMenu,
}: {
  session: Session;
  onSearch: () => void;
  onKeys: () => void;
  onMenu: () => void;
}) {
  return (
    <header className={css.top}>
      <IconButton label="Menu" className={css.menu ?? ''} onClick={onMenu}>
        <MenuIcon size={17} />
      </IconButton>
      <button type="button" className={css.omni} onClick={onSearch}>
        <Search size={14} aria-hidden="true" />
        <span>Search, jump or run a command</span>
        <Key>Ctrl K</Key>
      </button>
      <span className={css.scope}>
        <Building2 size={13} aria-hidden="true" />
        {session.organization.name}
      </span>
      <span className={css.spacer} />
      <Bell />
      <ThemeMenu />
      <UserMenu session={session} onKeys={onKeys} />
    </header>
  );
}
