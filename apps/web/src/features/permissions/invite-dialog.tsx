import { useState } from 'react';
import { messageOf } from '../../api/errors.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Input } from '../../ui/input.tsx';
import { Alert } from '../../ui/panel.tsx';
import { MultiPicker, Picker } from '../../ui/picker.tsx';
import account from '../account/account.module.css';
import { Line } from '../account/line.tsx';
import { type Delegable, type InviteAnswer, useDelegable, useInvite } from './invite.ts';
import css from './permissions.module.css';
import { VerbBoxes } from './reach-inputs.tsx';
import { passableOf, typeOption } from './reach.ts';

interface Draft {
  username: string;
  email: string;
  firstName: string;
  lastName: string;
  parent: Delegable;
  types: readonly string[];
  actions: readonly string[];
}

const startWith = (parent: Delegable): Pick<Draft, 'parent' | 'types' | 'actions'> => ({
  parent,
  types: parent.objectTypes,
  actions: ['view'],
});

interface PartProps {
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
}

const person = [
  { key: 'username', label: 'User name', help: 'The name to sign in with.' },
  {
    key: 'email',
    label: 'E-mail address',
    help: 'Of somebody who has an account already, the address of the account.',
  },
  { key: 'firstName', label: 'First name' },
  { key: 'lastName', label: 'Last name' },
] as const;

/** Who is invited. */
function Person({ draft, onChange }: PartProps) {
  return person.map(({ key, label, ...rest }) => (
    <Line key={key} id={`invite-${key}`} label={label} {...rest}>
      <Input
        id={`invite-${key}`}
        value={draft[key]}
        autoComplete="off"
        onChange={({ target }) => onChange({ [key]: target.value })}
      />
    </Line>
  ));
}

/** What the person may do: a part of a permission. */
function Part({ draft, permissions, onChange }: PartProps & { permissions: readonly Delegable[] }) {
  const catalogue = useCatalogue();
  const { parent, types, actions } = draft;
  const passable = passableOf(catalogue, parent);
  const optionOf = ({ id, name }: Delegable) => ({ value: id, label: name });
  return (
    <>
      <Line id="invite-parent" label="Permission that is passed on" help="The person gets no more than it grants.">
        <Picker
          id="invite-parent"
          label="Permission that is passed on"
          options={permissions.map(optionOf)}
          value={optionOf(parent)}
          onChange={(chosen) => {
            const next = permissions.find(({ id }) => id === chosen?.value);
            if (next) onChange(startWith(next));
          }}
        />
      </Line>
      <Line id="invite-types" label="Types">
        <MultiPicker
          id="invite-types"
          label="Types"
          options={passable.types}
          value={types.map((name) => typeOption(catalogue, name))}
          onChange={(chosen) => onChange({ types: chosen.map(({ value }) => value) })}
        />
      </Line>
      <fieldset className={css.verbs}>
        <legend>Actions</legend>
        <VerbBoxes
          verbs={passable.verbs}
          chosen={actions}
          id="invite-actions"
          onChange={(chosen) => onChange({ actions: chosen })}
        />
      </fieldset>
    </>
  );
}

/** What is told once the person is in. */
function Done({ username, password }: { username: string; password: string | null }) {
  if (password === null)
    return <p>{username} has an account already, and sees what was passed on with the next request.</p>;
  return (
    <div className={account.form}>
      <p>Hand this password over to {username} now: it is not shown again. The first sign-in asks for another.</p>
      <div className={account.secret}>
        <Input mono readOnly aria-label="The password" value={password} onFocus={({ target }) => target.select()} />
        <CopyButton text={password} label="the password" />
      </div>
    </div>
  );
}

const isWhole = ({ username, email, types, actions }: Draft): boolean =>
  username.trim() !== '' && email.trim() !== '' && types.length > 0 && actions.length > 0;

function Problems({ error, answer }: { error: unknown; answer: InviteAnswer | undefined }) {
  const messages = [...(error ? [messageOf(error)] : []), ...(answer?.userErrors ?? []).map(({ message }) => message)];
  if (messages.length === 0) return null;
  return (
    <Alert>
      {[...new Set(messages)].map((message) => (
        <div key={message}>{message}</div>
      ))}
    </Alert>
  );
}

function useDraft(first: Delegable) {
  const [draft, setDraft] = useState<Draft>({
    username: '',
    email: '',
    firstName: '',
    lastName: '',
    ...startWith(first),
  });
  const invite = useInvite();
  const send = () => {
    const { username, email, firstName, lastName, parent, types, actions } = draft;
    invite.mutate({
      username: username.trim(),
      email: email.trim(),
      firstName: firstName.trim() || null,
      lastName: lastName.trim() || null,
      parent: parent.id,
      name: `${parent.name}: ${username.trim()}`.slice(0, 100),
      objectTypes: types,
      actions,
    });
  };
  return { draft, change: (part: Partial<Draft>) => setDraft({ ...draft, ...part }), invite, send };
}

function SendFoot({ isReady, onClose }: { isReady: boolean; onClose: () => void }) {
  return (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button type="submit" form="invite" tone="primary" disabled={!isReady}>
        Invite
      </Button>
    </>
  );
}

/** Lets a person in and shows the password for the first sign-in, this once. */
function InviteDialog({
  permissions,
  first,
  onClose,
}: {
  permissions: readonly Delegable[];
  first: Delegable;
  onClose: () => void;
}) {
  const { draft, change, invite, send } = useDraft(first);
  const isDone = typeof invite.data?.user === 'string';
  const foot = isDone ? (
    <Button tone="primary" onClick={onClose}>
      Done
    </Button>
  ) : (
    <SendFoot isReady={isWhole(draft) && !invite.isPending} onClose={onClose} />
  );
  return (
    <Dialog open onClose={onClose} title="Invite a person" width={452} foot={foot} startAt="invite-username">
      {isDone ? (
        <Done username={draft.username.trim()} password={invite.data?.password ?? null} />
      ) : (
        <form
          id="invite"
          className={account.form}
          onSubmit={(event) => {
            event.preventDefault();
            send();
          }}
        >
          <Problems error={invite.error} answer={invite.data} />
          <Person draft={draft} onChange={change} />
          <Part draft={draft} permissions={permissions} onChange={change} />
        </form>
      )}
    </Dialog>
  );
}

/** The way to invite a person, for those who see a permission that may be passed on; one of them may be named by id. */
export function InviteMember({ permission }: { permission?: string }) {
  const [asking, setAsking] = useState(false);
  const permissions = useDelegable().data ?? [];
  const first = permission === undefined ? permissions[0] : permissions.find(({ id }) => id === permission);
  if (!first) return null;
  return (
    <>
      <Button onClick={() => setAsking(true)}>Invite a person</Button>
      {asking ? <InviteDialog permissions={permissions} first={first} onClose={() => setAsking(false)} /> : null}
    </>
  );
}
