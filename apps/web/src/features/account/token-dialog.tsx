import { type ReactNode, useState } from 'react';
import { messageOf, type UserError } from '../../api/errors.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Checkbox, Input } from '../../ui/input.tsx';
import { Alert } from '../../ui/panel.tsx';
import shared from '../../ui/settings-page.module.css';
import { fromLocalInput } from '../../ui/time.ts';
import { splitValues } from '../../widgets/text/filter.tsx';
import css from './account.module.css';
import { type TokenInput, useTokenCreate } from './tokens.ts';

interface Draft {
  description: string;
  expires: string;
  writes: boolean;
  networks: string;
}

const blank: Draft = { description: '', expires: '', writes: true, networks: '' };

function inputOf({ description, expires, writes, networks }: Draft): TokenInput {
  const allowed = splitValues(networks);
  return {
    description: description.trim() || null,
    expires: fromLocalInput(expires),
    writeEnabled: writes,
    allowedIps: allowed.length > 0 ? allowed : null,
  };
}

function Line({ id, label, help, children }: { id: string; label: string; help?: string; children: ReactNode }) {
  return (
    <div className={css.field}>
      <label htmlFor={id}>{label}</label>
      {children}
      {help ? <span className={shared.help}>{help}</span> : null}
    </div>
  );
}

function Fields({ draft, onChange }: { draft: Draft; onChange: (part: Partial<Draft>) => void }) {
  return (
    <div className={css.form}>
      <Line id="token-description" label="What it is for">
        <Input
          id="token-description"
          maxLength={200}
          value={draft.description}
          autoComplete="off"
          onChange={({ target }) => onChange({ description: target.value })}
        />
      </Line>
      <Line id="token-expires" label="Works until" help="Empty: until it is revoked">
        <Input
          id="token-expires"
          type="datetime-local"
          value={draft.expires}
          onChange={({ target }) => onChange({ expires: target.value })}
        />
      </Line>
      <Line id="token-networks" label="Networks it may be used from" help="Such as 192.0.2.0/24; empty: from anywhere">
        <Input
          id="token-networks"
          mono
          value={draft.networks}
          autoComplete="off"
          onChange={({ target }) => onChange({ networks: target.value })}
        />
      </Line>
      <label className={css.check}>
        <Checkbox checked={draft.writes} onChange={({ target }) => onChange({ writes: target.checked })} />
        May change data
      </label>
    </div>
  );
}

function Secret({ token }: { token: string }) {
  return (
    <div className={css.form}>
      <p>Copy the token now: it is not shown again, and only its fingerprint is stored.</p>
      <div className={css.secret}>
        <Input mono readOnly aria-label="The token" value={token} onFocus={({ target }) => target.select()} />
        <CopyButton text={token} label="the token" />
      </div>
      <p className={shared.help}>Send it as the header "Authorization: Bearer …".</p>
    </div>
  );
}

function Problems({ error, refusals }: { error: unknown; refusals: readonly UserError[] }) {
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

/** Makes an API token and shows it, this once. */
export function TokenDialog({ onClose }: { onClose: () => void }) {
  const [draft, setDraft] = useState(blank);
  const create = useTokenCreate();
  const token = create.data?.token;
  const foot = token ? (
    <Button tone="primary" onClick={onClose}>
      Done
    </Button>
  ) : (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button tone="primary" disabled={create.isPending} onClick={() => create.mutate(inputOf(draft))}>
        Create token
      </Button>
    </>
  );
  return (
    <Dialog open onClose={onClose} title={token ? 'Your new API token' : 'Create an API token'} foot={foot}>
      {token ? (
        <Secret token={token} />
      ) : (
        <div className={css.stack}>
          <Problems error={create.error} refusals={create.data?.userErrors ?? []} />
          <Fields draft={draft} onChange={(part) => setDraft({ ...draft, ...part })} />
        </div>
      )}
    </Dialog>
  );
}
