import { Link } from '@tanstack/react-router';
import { Check, Trash2 } from 'lucide-react';
import { objectPath } from '../../catalogue/object-link.tsx';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { IconButton } from '../../ui/button.tsx';
import { textClass } from '../../ui/text.tsx';
import { ago, localTime } from '../../ui/time.ts';
import css from './notifications.module.css';
import { happened, type Notification, useSettle } from './notifications.ts';

function Name({ item, onOpen }: { item: Notification; onOpen: () => void }) {
  const entity = useCatalogue().byName.get(item.type);
  if (!entity || item.eventType === 'object_deleted') return <span>{item.display}</span>;
  const path = objectPath(entity, { id: item.objectId, number: item.number });
  return (
    <Link to={path} className={textClass.link} onClick={onOpen}>
      {item.display}
    </Link>
  );
}

function Line({ item, onOpen }: { item: Notification; onOpen: () => void }) {
  const entity = useCatalogue().byName.get(item.type);
  const { mutate } = useSettle();
  const isUnread = item.read === null;
  const opened = () => {
    if (isUnread) mutate({ to: 'READ', ids: [item.id] });
    onOpen();
  };
  return (
    <li className={css.line} data-unread={isUnread}>
      <div className={css.words}>
        <div>
          <span className={css.dot} aria-hidden="true" />
          <span className="sr-only">{isUnread ? 'Unread: ' : ''}</span>
          {entity?.label ?? item.type} <Name item={item} onOpen={opened} /> {happened(item)}
        </div>
        {item.message ? <div className={css.message}>{item.message}</div> : null}
      </div>
      <time className={css.when} dateTime={item.at} title={localTime(item.at)}>
        {ago(item.at)}
      </time>
      {isUnread ? (
        <IconButton label={`Mark as read: ${item.display}`} tiny onClick={() => mutate({ to: 'READ', ids: [item.id] })}>
          <Check size={13} />
        </IconButton>
      ) : (
        <IconButton label={`Delete: ${item.display}`} tiny onClick={() => mutate({ to: 'DELETED', ids: [item.id] })}>
          <Trash2 size={13} />
        </IconButton>
      )}
    </li>
  );
}

/** Notifications, one a line, each with what can be done about it. */
export function NotificationList({
  items,
  onOpen = () => undefined,
}: {
  items: readonly Notification[];
  onOpen?: () => void;
}) {
  return (
    <ul className={css.list}>
      {items.map((item) => (
        <Line key={item.id} item={item} onOpen={onOpen} />
      ))}
    </ul>
  );
}
