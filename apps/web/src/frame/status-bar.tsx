import { useEffect, useState } from 'react';
import { Tabs } from '@base-ui/react/tabs';
import type { GraphqlRequest } from '../api/client.ts';
import { serverConfig } from '../api/config.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import tabCss from '../generic/detail/detail.module.css';
import css from './frame.module.css';
import { useStatusLine } from './status-line.tsx';

/** The request of a view as document and variables. */
export function asGraphql({ query, variables }: GraphqlRequest): string {
  return Object.keys(variables).length > 0 ? `${query}\n\n# variables\n${JSON.stringify(variables, null, 2)}` : query;
}

/** The request of a view as a shell command; the token comes from the environment. */
export function asCurl(request: GraphqlRequest, url: string): string {
  const body = JSON.stringify(request).replaceAll("'", "'\\''");
  return [
    `curl ${url}`,
    `  -H 'content-type: application/json'`,
    `  -H "authorization: Bearer $PLUMBLINE_TOKEN"`,
    `  -d '${body}'`,
  ].join(' \\\n');
}

function RequestDialog({ request, onClose }: { request: GraphqlRequest; onClose: () => void }) {
  const url = new URL(`${serverConfig().api}graphql`, location.href).href;
  const forms = [
    { id: 'graphql', label: 'GraphQL', text: asGraphql(request) },
    { id: 'curl', label: 'curl', text: asCurl(request, url) },
  ];
  return (
    <Dialog open onClose={onClose} title="GraphQL for this view" width={760}>
      <Tabs.Root defaultValue="graphql">
        <Tabs.List className={tabCss.tabs ?? ''} style={{ padding: 0, marginBottom: 10 }}>
          {forms.map((form) => (
            <Tabs.Tab key={form.id} value={form.id} className={tabCss.tab ?? ''}>
              {form.label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {forms.map((form) => (
          <Tabs.Panel key={form.id} value={form.id}>
            <div style={{ display: 'flex', justifyContent: 'flex-end' }}>
              <CopyButton text={form.text} label={form.label} />
            </div>
            <pre className={css.code} tabIndex={0} aria-label={`${form.label} text`}>
              {form.text}
            </pre>
          </Tabs.Panel>
        ))}
      </Tabs.Root>
    </Dialog>
  );
}

function Clock() {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 20_000);
    return () => clearInterval(timer);
  }, []);
  return <span>UTC {now.toISOString().slice(11, 16)}</span>;
}

/** The bar at the foot: counts, query time, the view's query, the keys. */
export function StatusBar({ onKeys }: { onKeys: () => void }) {
  const { text, request, ms } = useStatusLine();
  const [open, setOpen] = useState(false);
  return (
    <footer className={css.status}>
      <span role="status">{text}</span>
      {ms === null ? null : <span>{ms} ms</span>}
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
      {open && request ? <RequestDialog request={request} onClose={() => setOpen(false)} /> : null}
    </footer>
  );
}
