import { useState } from 'react';
import { capital } from '../../catalogue/catalogue.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Checkbox, Input, Select } from '../../ui/input.tsx';
import { Bones, EmptyState, ErrorState } from '../../ui/panel.tsx';
import { Refusals } from '../../ui/refusals.tsx';
import shared from '../../ui/settings-page.module.css';
import { localTime } from '../../ui/time.ts';
import account from '../account/account.module.css';
import css from './share.module.css';
import { type ShareField, type ShareInput, shareAddress, useShare, useShareFields } from './share.ts';

/** What is shared: how the dialog starts, and what is sent for the fields that are chosen. */
export interface ShareSubject {
  /** Full name of the type. */
  type: string;
  /** What the link is called unless one says otherwise. */
  name: string;
  /** What visitors see, in words. */
  told: string;
  /** Fields that are chosen at first. */
  start: (offered: readonly ShareField[]) => readonly string[];
  /** What the link shows with these fields. */
  input: (fields: readonly string[], offered: readonly ShareField[]) => Omit<ShareInput, 'name' | 'type' | 'expires'>;
}

const dayMs = 86_400_000;

const lives = [
  { value: '1', label: '1 day' },
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
];

interface Draft {
  name: string;
  days: string;
  /** Null as long as nobody changed what is chosen. */
  chosen: readonly string[] | null;
}

interface PartProps {
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
}

function FieldChoice({
  offered,
  chosen,
  onChange,
}: {
  offered: readonly ShareField[];
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}) {
  const toggle = (name: string, on: boolean) =>
    onChange(on ? [...chosen, name] : chosen.filter((candidate) => candidate !== name));
  return (
    <fieldset className={css.fields}>
      <legend className={account.legend}>Fields that are shown</legend>
      <div className={css.pick}>
        <Button onClick={() => onChange(offered.filter(({ isOwn }) => isOwn).map(({ name }) => name))}>All</Button>
        <Button onClick={() => onChange([])}>None</Button>
        <span className={shared.help}>Others are not sent to visitors at all. Secrets never are.</span>
      </div>
      <div className={css.choices}>
        {offered.map(({ name, label }) => (
          <label key={name} className={account.check}>
            <Checkbox checked={chosen.includes(name)} onChange={({ target }) => toggle(name, target.checked)} />
            {capital(label)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function NameAndEnd({ draft, onChange }: PartProps) {
  return (
    <>
      <div className={account.field}>
        <label htmlFor="share-name">Name</label>
        <Input
          id="share-name"
          maxLength={200}
          value={draft.name}
          autoComplete="off"
          onChange={({ target }) => onChange({ name: target.value })}
        />
      </div>
      <div className={account.field}>
        <label htmlFor="share-days">Works for</label>
        <Select
          id="share-days"
          options={lives}
          value={draft.days}
          onChange={({ target }) => onChange({ days: target.value })}
        />
      </div>
    </>
  );
}

function Made({ token, expires }: { token: string; expires: string | null }) {
  const address = shareAddress(token);
  return (
    <div className={account.stack}>
      <p>Copy the link now: it is not shown again. Whoever has it sees what you share, without signing in.</p>
      <div className={account.secret}>
        <Input mono readOnly aria-label="The link" value={address} onFocus={({ target }) => target.select()} />
        <CopyButton text={address} label="the link" />
      </div>
      <p className={shared.help}>
        {expires ? `It works until ${localTime(expires)}. ` : ''}Your account page lists your links and ends them.
      </p>
    </div>
  );
}

function useDraft(subject: ShareSubject, offered: readonly ShareField[]) {
  const [draft, setDraft] = useState<Draft>({ name: subject.name, days: '30', chosen: null });
  const chosen = draft.chosen ?? subject.start(offered);
  const input = (): ShareInput => ({
    name: draft.name,
    type: subject.type,
    expires: new Date(Date.now() + Number(draft.days) * dayMs).toISOString(),
    ...subject.input(chosen, offered),
  });
  return { draft, chosen, input, change: (part: Partial<Draft>) => setDraft({ ...draft, ...part }) };
}

/** Asks what a link is to show and how long, makes it, and shows it this once. */
export function ShareDialog({ subject, onClose }: { subject: ShareSubject; onClose: () => void }) {
  const fields = useShareFields(subject.type);
  const offered = fields.data ?? [];
  const { draft, chosen, input, change } = useDraft(subject, offered);
  const share = useShare();
  const token = share.data?.token;
  const foot = token ? (
    <Button tone="primary" onClick={onClose}>
      Done
    </Button>
  ) : (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button
        tone="primary"
        disabled={share.isPending || chosen.length === 0 || draft.name.trim() === ''}
        onClick={() => share.mutate(input())}
      >
        Create link
      </Button>
    </>
  );
  return (
    <Dialog open onClose={onClose} title={token ? 'Your link' : 'Share by a link'} foot={foot} startAt="share-name">
      {token ? <Made token={token} expires={share.data?.expires ?? null} /> : null}
      {!token && fields.isPending ? <Bones lines={6} /> : null}
      {!token && fields.isError ? <ErrorState error={fields.error} /> : null}
      {!token && fields.data?.length === 0 ? <EmptyState title="There is nothing here to share" /> : null}
      {!token && offered.length > 0 ? (
        <div className={account.stack}>
          <Refusals error={share.error} refusals={share.data?.userErrors ?? []} />
          <p>{subject.told}</p>
          <NameAndEnd draft={draft} onChange={change} />
          <FieldChoice offered={offered} chosen={chosen} onChange={(next) => change({ chosen: next })} />
        </div>
      ) : null}
    </Dialog>
  );
}
