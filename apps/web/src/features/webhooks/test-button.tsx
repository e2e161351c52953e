import { Send } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Status } from '../../ui/status.tsx';
import { Dim } from '../../ui/text.tsx';
import { CallView } from './call-view.tsx';
import { type TestCall, useTestCall } from './webhooks.ts';
import css from './webhooks.module.css';

function Outcome({ call }: { call: TestCall }) {
  return (
    <div className={css.stack}>
      <div className={css.line}>
        <Status value={call.ok ? 'completed' : 'failed'} label={call.ok ? 'It arrived' : 'It failed'} />
        <span>{call.error ?? `The other side answered ${call.status ?? ''}.`}</span>
        <Dim>{call.durationMs} ms</Dim>
      </div>
      <CallView request={call.request} response={call.response} />
    </div>
  );
}

/** Calls a webhook with the event `test`, and shows what was sent and answered. */
export function TestButton({ id }: { id: string }) {
  const call = useTestCall();
  return (
    <>
      <Button disabled={call.isPending} onClick={() => call.mutate(id)}>
        <Send size={13} aria-hidden="true" /> Test
      </Button>
      <Dialog open={call.data !== undefined} onClose={call.reset} title="Call for a test" width={720}>
        {call.data ? <Outcome call={call.data} /> : null}
      </Dialog>
    </>
  );
}
