import { useState } from 'react';
import { messageOf } from '../../api/errors.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { Button } from '../../ui/button.tsx';
import { counted } from '../../ui/counted.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Bones, Card, ErrorState } from '../../ui/panel.tsx';
import shared from '../../ui/settings-page.module.css';
import { Status } from '../../ui/status.tsx';
import { notify } from '../../ui/toast.tsx';
import account from '../account/account.module.css';
import { When } from '../account/when.tsx';
import { linkState, type ShareLink, useOwnLinks, useRevoke } from './share.ts';

function Shown({ link }: { link: ShareLink }) {
  const entity = useCatalogue().byName.get(link.type);
  const what = link.rowId === null ? `list of ${entity?.plural ?? link.type}` : (entity?.label ?? link.type);
  return (
    <>
      <span>{what}</span>
      <span>{link.fields ? counted(link.fields.length, 'field', 'fields') : 'all fields'}</span>
    </>
  );
}

function LinkLine({ link, onRevoke }: { link: ShareLink; onRevoke: () => void }) {
  const state = linkState(link);
  return (
    <li className={account.token}>
      <div>
        <div className={account.name}>
          {link.name} <Status value={state === 'active' ? 'active' : 'retired'} label={state} />
        </div>
        <div className={account.facts}>
          <Shown link={link} />
          <When word="made" iso={link.created} />
          {link.lastOpened ? (
            <>
              <span>opened {counted(link.timesOpened, 'time', 'times')}</span>
              <When word="last" iso={link.lastOpened} />
            </>
          ) : (
            <span>never opened</span>
          )}
          {link.revoked ? <When word="ended" iso={link.revoked} /> : null}
          {link.revoked ? null : <When word={state === 'expired' ? 'ended' : 'ends'} iso={link.expires} />}
        </div>
      </div>
      {state === 'active' ? (
        <Button aria-label={`Revoke ${link.name}`} onClick={onRevoke}>
          Revoke
        </Button>
      ) : null}
    </li>
  );
}

/** Asks before a link ends for everybody who has it. */
export function RevokeLink({ id, name, onClose }: { id: string; name: string; onClose: () => void }) {
  const revoke = useRevoke();
  const problem = revoke.isError ? messageOf(revoke.error) : revoke.data?.[0]?.message;
  const end = () =>
    revoke.mutate(id, {
      onSuccess: ([refusal]) => {
        if (refusal) return;
        notify('Revoked the link');
        onClose();
      },
    });
  return (
    <Dialog
      open
      onClose={onClose}
      title="Revoke the link"
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="danger" disabled={revoke.isPending} onClick={end}>
            Revoke
          </Button>
        </>
      }
    >
      <p>
        Whoever opens <strong>{name}</strong> sees nothing from now on. This can't be undone.
      </p>
      {problem ? <p className={shared.problem}>{problem}</p> : null}
    </Dialog>
  );
}

/** One's own share links: seen and revoked. */
export function LinkList() {
  const links = useOwnLinks();
  const [ending, setEnding] = useState<ShareLink | null>(null);
  return (
    <Card title="Share links" flush>
      {links.isPending ? <Bones lines={3} /> : null}
      {links.isError ? <ErrorState error={links.error} onRetry={() => void links.refetch()} /> : null}
      {links.data?.length === 0 ? (
        <p className={account.nothing}>None yet. Objects and lists have a button that shares them.</p>
      ) : null}
      <ul className={account.tokens}>
        {links.data?.map((link) => (
          <LinkLine key={link.id} link={link} onRevoke={() => setEnding(link)} />
        ))}
      </ul>
      {ending ? <RevokeLink id={ending.id} name={ending.name} onClose={() => setEnding(null)} /> : null}
    </Card>
  );
}
