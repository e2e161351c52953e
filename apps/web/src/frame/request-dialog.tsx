import { Tabs } from '@base-ui/react/tabs';
import type { GraphqlRequest } from '../api/client.ts';
import { serverConfig } from '../api/config.ts';
import tabCss from '../generic/detail/detail.module.css';
import { CopyButton } from '../ui/copy-button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import css from './frame.module.css';

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

/** The query behind a view, ready to be copied. */
export function RequestDialog({ request, onClose }: { request: GraphqlRequest; onClose: () => void }) {
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
