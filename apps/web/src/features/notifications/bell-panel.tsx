import { Link } from '@tanstack/react-router';
import type { RefObject } from 'react';
import { LinkButton } from '../../ui/button.tsx';
import { Bones, EmptyState, ErrorState } from '../../ui/panel.tsx';
import { Popover } from '../../ui/popover.tsx';
import { textClass } from '../../ui/text.tsx';
import { NotificationList } from './notification-list.tsx';
import css from './notifications.module.css';
import { useNotifications, useSettle } from './notifications.ts';

/** Notifications that the panel shows. */
const latest = 10;

function Body({ onClose }: { onClose: () => void }) {
  const query = useNotifications(latest);
  if (query.isPending) return <Bones lines={4} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data.items.length === 0) {
    return (
      <EmptyState title="Nothing to tell">Watch an object or a saved view to hear what others change there.</EmptyState>
    );
  }
  return <NotificationList items={query.data.items} onOpen={onClose} />;
}

/** The latest notifications, under the bell. */
export function BellPanel({ anchor, onClose }: { anchor: RefObject<HTMLElement | null>; onClose: () => void }) {
  const { mutate } = useSettle();
  return (
    <Popover anchor={anchor} open onOpenChange={(open) => (open ? undefined : onClose())} label="Notifications">
      <div className={css.panel}>
        <div className={css.head}>
          <h2 className={css.title}>Notifications</h2>
          <LinkButton onClick={() => mutate({ to: 'READ', ids: null })}>Mark all as read</LinkButton>
        </div>
        <Body onClose={onClose} />
        <div className={css.foot}>
          <Link to="/notifications" className={textClass.link} onClick={onClose}>
            All notifications
          </Link>
        </div>
      </div>
    </Popover>
  );
}
