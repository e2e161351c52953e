import { useState } from 'react';
import { messageOf } from '../../api/errors.ts';
import { Button } from '../../ui/button.tsx';
import { counted } from '../../ui/counted.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Bones, Card, ErrorState } from '../../ui/panel.tsx';
import shared from '../../ui/settings-page.module.css';
import { Status } from '../../ui/status.tsx';
import { Mono } from '../../ui/text.tsx';
import { notify } from '../../ui/toast.tsx';
import css from './account.module.css';
import { agentName } from './agent.ts';
import { type Revoked, type SignedIn, useSessions, useSignOutOf } from './sessions.ts';
import { When } from './when.tsx';

function SessionLine({ session, busy, onEnd }: { session: SignedIn; busy: boolean; onEnd: () => void }) {
  const name = agentName(session.userAgent);
  return (
    <li className={css.token}>
      <div>
        <div className={css.name} title={session.userAgent ?? undefined}>
          {name} {session.current ? <Status value="active" label="this browser" pill /> : null}
        </div>
        <div className={css.facts}>
          <Mono>{session.address ?? 'address unknown'}</Mono>
          <span>{session.provider ? `by ${session.provider.replace(/^oidc:/, '')}` : 'with a password'}</span>
          <When word="used" iso={session.lastUsed} />
          <When word="signed in" iso={session.created} />
          <When word="ends" iso={session.expires} />
        </div>
      </div>
      {session.current ? null : (
        <Button
          aria-label={`Sign out ${name}, ${session.address ?? 'address unknown'}`}
          disabled={busy}
          onClick={onEnd}
        >
          Sign out
        </Button>
      )}
    </li>
  );
}

/** Tells what became of it; refusals are told, too, since the list shows what is left. */
function tell({ revoked, userErrors }: Revoked): void {
  const [first] = userErrors;
  if (first) notify('Not signed out', first.message);
  else notify(revoked === 1 ? 'Signed out one browser' : `Signed out ${revoked} browsers`);
}

function AllDialog({
  count,
  who,
  onEnd,
  onClose,
}: {
  count: number;
  who: string;
  onEnd: () => void;
  onClose: () => void;
}) {
  const foot = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button tone="danger" onClick={onEnd}>
        Sign out
      </Button>
    </>
  );
  return (
    <Dialog open onClose={onClose} title={`Sign out ${counted(count, 'browser', 'browsers')}`} foot={foot}>
      <p>{who} there have to sign in again. API tokens go on working.</p>
    </Dialog>
  );
}

function Sessions({ sessions, userId }: { sessions: readonly SignedIn[]; userId: string | null }) {
  const end = useSignOutOf(userId);
  const run = (ids: readonly string[] | 'others') => end.mutate(ids, { onSuccess: tell });
  return (
    <>
      {end.isError ? (
        <p className={css.nothing}>
          <span className={shared.problem}>{messageOf(end.error)}</span>
        </p>
      ) : null}
      {sessions.length === 0 ? <p className={css.nothing}>Not signed in anywhere.</p> : null}
      <ul className={css.tokens}>
        {sessions.map((session) => (
          <SessionLine key={session.id} session={session} busy={end.isPending} onEnd={() => run([session.id])} />
        ))}
      </ul>
    </>
  );
}

/** Browsers in which somebody is signed in: oneself when `userId` is null; others for administrators. */
export function SessionList({ userId }: { userId: string | null }) {
  const query = useSessions(userId);
  const end = useSignOutOf(userId);
  const [asking, setAsking] = useState(false);
  const others = (query.data ?? []).filter(({ current }) => !current).length;
  const all =
    others > 0 ? (
      <Button onClick={() => setAsking(true)}>{userId === null ? 'Sign out all others' : 'Sign out all'}</Button>
    ) : null;
  return (
    <Card title="Signed in" aside={all} flush>
      {query.isPending ? <Bones lines={3} /> : null}
      {query.isError ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.data ? <Sessions sessions={query.data} userId={userId} /> : null}
      {asking ? (
        <AllDialog
          count={others}
          who={userId === null ? 'You' : 'People'}
          onClose={() => setAsking(false)}
          onEnd={() => {
            setAsking(false);
            end.mutate('others', { onSuccess: tell, onError: (error) => notify('Not signed out', messageOf(error)) });
          }}
        />
      ) : null}
    </Card>
  );
}
