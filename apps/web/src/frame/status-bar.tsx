import { Suspense, useEffect, useState } from 'react';
import { lazyPart } from '../ui/lazy-part.ts';
import css from './frame.module.css';
import { useStatusLine } from './status-line.tsx';

const RequestDialog = lazyPart(async () => (await import('./request-dialog.tsx')).RequestDialog);

function Clock() {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 20_000);
    return () => clearInterval(timer);
  }, []);
  return <span className={css.clock}>UTC {now.toISOString().slice(11, 16)}</span>;
}

/** The bar at the foot: counts, query time, the view's query, the keys. */
export function StatusBar({ onKeys }: { onKeys: () => void }) {
  const { text, request, ms } = useStatusLine();
  const [open, setOpen] = useState(false);
  return (
    <footer className={css.status}>
      <span role="status">{text}</span>
      {ms === null ? null : <span className={css.took}>{ms} ms</span>}
      <span className={css.statusEnd}>
        {request ? (
          <button type="button" onClick={() => setOpen(true)}>
            {'{ }'} GraphQL for this view
          </button>
        ) : null}
        <Clock />
        <button type="button" onClick={onKeys}>
          ? keys
        </button>
      </span>
      <Suspense>{open && request ? <RequestDialog request={request} onClose={() => setOpen(false)} /> : null}</Suspense>
    </footer>
  );
}
