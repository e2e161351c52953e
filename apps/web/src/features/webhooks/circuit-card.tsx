import { Alert, Card, Fact, Facts } from '../../ui/panel.tsx';
import { Status } from '../../ui/status.tsx';
import { ago, localTime } from '../../ui/time.ts';
import { type Circuit, useCircuit } from './webhooks.ts';

function When({ label, iso }: { label: string; iso: string | null }) {
  return iso ? (
    <Fact label={label}>
      <time dateTime={iso} title={localTime(iso)}>
        {ago(iso)}
      </time>
    </Fact>
  ) : null;
}

function State({ circuit }: { circuit: Circuit }) {
  if (circuit.circuit === 'open') return <Status value="failed" label="Circuit open" />;
  return circuit.failures > 0 ? (
    <Status value="stale" label="Trying again" />
  ) : (
    <Status value="active" label="Calls go out" />
  );
}

/** Whether the other side of a webhook takes what it is sent, and what waits for it. */
export function CircuitCard({ id }: { id: string }) {
  const circuit = useCircuit(id).data;
  if (!circuit) return null;
  return (
    <Card title="Delivery" flush>
      <Facts>
        <Fact label="State">
          <State circuit={circuit} />
        </Fact>
        <Fact label="Waiting">{circuit.pending}</Fact>
        {circuit.failures > 0 ? <Fact label="Failures in a row">{circuit.failures}</Fact> : null}
        <When label="Open since" iso={circuit.openSince} />
        {circuit.nextTry ? <Fact label="Next try">{localTime(circuit.nextTry)}</Fact> : null}
        <When label="Last success" iso={circuit.lastSuccess} />
        <When label="Last failure" iso={circuit.lastFailure} />
      </Facts>
      {circuit.lastError ? <Alert>{circuit.lastError}</Alert> : null}
    </Card>
  );
}
