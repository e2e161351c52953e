import { Plus } from 'lucide-react';
import { useState } from 'react';
import { messageOf } from '../../api/errors.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Bones, Card, ErrorState } from '../../ui/panel.tsx';
import shared from '../../ui/settings-page.module.css';
import { Status } from '../../ui/status.tsx';
import { Mono } from '../../ui/text.tsx';
import { notify } from '../../ui/toast.tsx';
import css from './account.module.css';
import { TokenDialog } from './token-dialog.tsx';
import { type Token, useTokenRevoke, useTokens } from './tokens.ts';
import { When } from './when.tsx';

/** Whether a token works now, in a word that has a shape. */
function stateOf({ enabled, expires }: Token, now = Date.now()): string {
  if (!enabled) return 'disabled';
  return expires !== null && new Date(expires).getTime() <= now ? 'expired' : 'active';
}

function TokenLine({ token, onRevoke }: { token: Token; onRevoke: () => void }) {
  const state = stateOf(token);
  const name = token.description || 'No description';
  return (
    <li className={css.token}>
      <div>
        <div className={css.name}>
          {name} <Status value={state === 'expired' ? 'retired' : state} label={state} />
        </div>
        <div className={css.facts}>
          <Mono>{token.keyId}</Mono>
          <span>{token.writeEnabled ? 'reads and writes' : 'reads only'}</span>
          {token.bulk ? <span>large pages</span> : null}
          {token.permissions.length > 0 ? <span>only: {token.permissions.join(', ')}</span> : null}
          <When word="made" iso={token.created} />
          {token.lastUsed ? <When word="used" iso={token.lastUsed} /> : <span>never used</span>}
          {token.lastUsed && token.lastAddress ? <Mono>last from {token.lastAddress}</Mono> : null}
          {token.expires ? <When word={state === 'expired' ? 'ended' : 'ends'} iso={token.expires} /> : null}
          {token.allowedIps?.length ? <Mono>only from {token.allowedIps.join(', ')}</Mono> : null}
        </div>
      </div>
      <Button aria-label={`Revoke ${name}`} onClick={onRevoke}>
        Revoke
      </Button>
    </li>
  );
}

function RevokeDialog({ token, onClose }: { token: Token; onClose: () => void }) {
  const revoke = useTokenRevoke();
  const end = () =>
    revoke.mutate(token.id, {
      onSuccess: (errors) => {
        if (errors.length > 0) return;
        notify('Revoked the token');
        onClose();
      },
    });
  const problem = revoke.isError ? messageOf(revoke.error) : revoke.data?.[0]?.message;
  const foot = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button tone="danger" disabled={revoke.isPending} onClick={end}>
        Revoke
      </Button>
    </>
  );
  return (
    <Dialog open onClose={onClose} title="Revoke the token" foot={foot}>
      <p>
        Whatever uses <strong>{token.description || token.keyId}</strong> is refused from now on. This can't be undone.
      </p>
      {problem ? <p className={shared.problem}>{problem}</p> : null}
    </Dialog>
  );
}

/** One's own API tokens: made, seen and revoked. */
export function TokenList() {
  const tokens = useTokens();
  const [making, setMaking] = useState(false);
  const [ending, setEnding] = useState<Token | null>(null);
  const add = (
    <Button onClick={() => setMaking(true)}>
      <Plus size={14} aria-hidden="true" /> Create token
    </Button>
  );
  return (
    <Card title="API tokens" aside={add} flush>
      {tokens.isPending ? <Bones lines={3} /> : null}
      {tokens.isError ? <ErrorState error={tokens.error} onRetry={() => void tokens.refetch()} /> : null}
      {tokens.data?.length === 0 ? (
        <p className={css.nothing}>None yet. A script signs in with a token in place of your password.</p>
      ) : null}
      <ul className={css.tokens}>
        {tokens.data?.map((token) => (
          <TokenLine key={token.id} token={token} onRevoke={() => setEnding(token)} />
        ))}
      </ul>
      {making ? <TokenDialog onClose={() => setMaking(false)} /> : null}
      {ending ? <RevokeDialog token={ending} onClose={() => setEnding(null)} /> : null}
    </Card>
  );
}
