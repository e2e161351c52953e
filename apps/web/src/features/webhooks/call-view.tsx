import { Card } from '../../ui/panel.tsx';
import { Dim } from '../../ui/text.tsx';
import type { KeptRequest, KeptResponse } from './webhooks.ts';
import css from './webhooks.module.css';

function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function linesOf(head: string, headers: Record<string, string>, body: { text: string; cut: boolean } | null): string {
  const named = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const text = body ? readable(body.text) + (body.cut ? '\n…' : '') : '';
  return [head, ...named, '', text].join('\n').trimEnd();
}

function Text({ label, text }: { label: string; text: string }) {
  return (
    <pre className={css.text} tabIndex={0} aria-label={label}>
      {text}
    </pre>
  );
}

/** A call with its answer, as text: heads and bodies, credentials masked by the server. */
export function CallView({ request, response }: { request: KeptRequest | null; response: KeptResponse | null }) {
  return (
    <div className={css.stack}>
      <Card title="Sent" flush>
        {request ? (
          <Text label="Sent" text={linesOf(`${request.method} ${request.url}`, request.headers, request.body)} />
        ) : (
          <Dim>Nothing was sent yet.</Dim>
        )}
      </Card>
      <Card title="Answered" flush>
        {response ? (
          <Text
            label="Answered"
            text={linesOf(`${response.status} ${response.statusText}`, response.headers, response.body)}
          />
        ) : (
          <Dim>There was no answer.</Dim>
        )}
      </Card>
    </div>
  );
}
