import { messageOf, type UserError } from '../api/errors.ts';
import { Alert } from './panel.tsx';

/** What kept a form from being sent or taken, one sentence a line; nothing while there is nothing. */
export function Refusals({ error, refusals }: { error: unknown; refusals: readonly UserError[] }) {
  if (!error && refusals.length === 0) return null;
  return (
    <Alert>
      {error ? <div>{messageOf(error)}</div> : null}
      {refusals.map(({ message }) => (
        <div key={message}>{message}</div>
      ))}
    </Alert>
  );
}
