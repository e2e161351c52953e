import { Bell as BellIcon } from 'lucide-react';
import { Suspense, useRef, useState } from 'react';
import { IconButton } from '../../ui/button.tsx';
import { counted } from '../../ui/counted.ts';
import { lazyPart } from '../../ui/lazy-part.ts';
import css from './notifications.module.css';
import { useUnread } from './notifications.ts';

const BellPanel = lazyPart(async () => (await import('./bell-panel.tsx')).BellPanel);

/** A number that fits the badge. */
function badgeText(unread: number): string {
  return unread > 99 ? '99+' : String(unread);
}

/** The bell in the top bar: how much is unread, and the latest of it. */
export function Bell() {
  const unread = useUnread() ?? 0;
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLSpanElement>(null);
  const told = unread === 0 ? 'nothing unread' : counted(unread, 'unread', 'unread');
  return (
    <span className={css.bell} ref={anchor}>
      <IconButton label={`Notifications: ${told}`} aria-expanded={open} onClick={() => setOpen(!open)}>
        <BellIcon size={15} />
      </IconButton>
      {unread > 0 ? (
        <span className={css.badge} aria-hidden="true">
          {badgeText(unread)}
        </span>
      ) : null}
      <span className="sr-only" aria-live="polite">
        {unread > 0 ? `${told} in your notifications` : ''}
      </span>
      <Suspense>{open ? <BellPanel anchor={anchor} onClose={() => setOpen(false)} /> : null}</Suspense>
    </span>
  );
}
