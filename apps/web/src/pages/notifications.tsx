import { useState } from 'react';
import { ObjectLines } from '../features/bookmarks/bookmark-list.tsx';
import { useWatches } from '../features/bookmarks/marks.ts';
import { MailChoice } from '../features/notifications/mail-choice.tsx';
import { NotificationList } from '../features/notifications/notification-list.tsx';
import { pageLength, useNotifications, useSettle } from '../features/notifications/notifications.ts';
import css from '../features/notifications/notifications.module.css';
import { PageHead } from '../frame/page-head.tsx';
import { useReportStatus } from '../frame/status-line.tsx';
import detail from '../generic/detail/detail.module.css';
import { Button } from '../ui/button.tsx';
import { Segments } from '../ui/input.tsx';
import { Bones, Card, EmptyState, ErrorState } from '../ui/panel.tsx';

const kinds = [
  { value: 'all', label: 'All' },
  { value: 'unread', label: 'Unread' },
] as const;

function Inbox() {
  const [kind, setKind] = useState('all');
  const [offset, setOffset] = useState(0);
  const query = useNotifications(pageLength, offset, kind === 'unread');
  const change = (next: string) => {
    setKind(next);
    setOffset(0);
  };
  const total = query.data?.total ?? 0;
  return (
    <Card
      title="Notifications"
      aside={<Segments name="kind" label="Which" value={kind} options={kinds} onChange={change} />}
    >
      {query.isPending ? <Bones lines={8} /> : null}
      {query.isError ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.data?.items.length === 0 ? (
        <EmptyState title={kind === 'unread' ? 'All is read' : 'Nothing to tell yet'}>
          Watch an object or a saved view to hear what others change there.
        </EmptyState>
      ) : null}
      <div className={css.whole}>
        <NotificationList items={query.data?.items ?? []} />
      </div>
      {total > pageLength ? (
        <div className={css.foot}>
          <Button disabled={offset === 0} onClick={() => setOffset(Math.max(0, offset - pageLength))}>
            Newer
          </Button>
          <Button disabled={offset + pageLength >= total} onClick={() => setOffset(offset + pageLength)}>
            Older
          </Button>
        </div>
      ) : null}
    </Card>
  );
}

function Watched() {
  const { data = [] } = useWatches();
  return (
    <Card title="Watched objects" aside={data.length.toLocaleString('en')} flush={data.length > 0}>
      {data.length > 0 ? (
        <ObjectLines objects={data} />
      ) : (
        <EmptyState title="You watch nothing">The bell beside the title of an object watches it.</EmptyState>
      )}
    </Card>
  );
}

/** What one was told, what one watches, and whether it comes by mail. */
export function NotificationsPage() {
  const { mutate } = useSettle();
  useReportStatus({ text: 'your notifications', request: null, ms: null });
  return (
    <>
      <PageHead
        title="Your notifications"
        actions={<Button onClick={() => mutate({ to: 'READ', ids: null })}>Mark all as read</Button>}
      />
      <div className={detail.scroll} tabIndex={0} role="region" aria-label="Your notifications">
        <div className={detail.columns}>
          <Inbox />
          <div className={detail.stack}>
            <MailChoice />
            <Watched />
          </div>
        </div>
      </div>
    </>
  );
}
