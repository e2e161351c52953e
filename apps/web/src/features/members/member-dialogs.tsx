import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { graphql, type GraphqlRequest } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { entityPath } from '../../catalogue/catalogue.ts';
import { objectName } from '../../catalogue/object-link.tsx';
import type { Row, UiEntity } from '../../catalogue/types.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Input } from '../../ui/input.tsx';
import shared from '../../ui/settings-page.module.css';
import { notify } from '../../ui/toast.tsx';
import account from '../account/account.module.css';
import { addRequest, type MembershipAnswer, removeRequest } from './requests.ts';

/** Sends a change of a membership; `onDone` when nothing kept it from being made. */
function useMembership(onDone: () => void) {
  const client = useQueryClient();
  const send = useMutation({
    mutationFn: async (request: GraphqlRequest) => {
      const { data } = await graphql<Record<string, MembershipAnswer>>(request);
      return Object.values(data)[0]?.userErrors ?? [];
    },
    onSuccess: (errors) => {
      if (errors.length > 0) return;
      void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'catalogue' });
      onDone();
    },
  });
  return { ...send, problem: send.isError ? messageOf(send.error) : send.data?.[0]?.message };
}

function NameField({
  value,
  problem,
  onChange,
}: {
  value: string;
  problem: string | undefined;
  onChange: (value: string) => void;
}) {
  return (
    <div className={account.field}>
      <label htmlFor="member-name">User name</label>
      <Input
        id="member-name"
        value={value}
        autoComplete="off"
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem ? 'member-problem' : undefined}
        onChange={({ target }) => onChange(target.value)}
      />
      {problem ? (
        <span className={shared.problem} id="member-problem" role="alert">
          {problem}
        </span>
      ) : null}
    </div>
  );
}

function AddDialog({ onClose }: { onClose: () => void }) {
  const [username, setUsername] = useState('');
  const { mutate, isPending, problem } = useMembership(() => {
    notify(`${username.trim()} belongs to this organization now`, 'Without a permission nothing is seen yet.');
    onClose();
  });
  const foot = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button type="submit" form="member-add" tone="primary" disabled={isPending || username.trim() === ''}>
        Let in
      </Button>
    </>
  );
  return (
    <Dialog open onClose={onClose} title="Let in a user of another organization" foot={foot} startAt="member-name">
      <form
        id="member-add"
        className={account.form}
        onSubmit={(event) => {
          event.preventDefault();
          mutate(addRequest(username.trim()));
        }}
      >
        <NameField value={username} problem={problem} onChange={setUsername} />
        <p className={shared.help}>The same person then works in both. Password and sessions stay as they are.</p>
      </form>
    </Dialog>
  );
}

/** The way to let users of other organizations in. */
export function AddMember() {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button onClick={() => setAsking(true)}>Let in a user</Button>
      {asking ? <AddDialog onClose={() => setAsking(false)} /> : null}
    </>
  );
}

function RemoveDialog({ entity, row, onClose }: { entity: UiEntity; row: Row; onClose: () => void }) {
  const navigate = useNavigate();
  const { mutate, isPending, problem } = useMembership(() => {
    notify(`${objectName(row)} does not belong to this organization any more`);
    void navigate({ to: `/${entityPath(entity)}` });
  });
  const foot = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button tone="danger" disabled={isPending} onClick={() => mutate(removeRequest(row.id))}>
        Take out
      </Button>
    </>
  );
  return (
    <Dialog open onClose={onClose} title={`Take ${objectName(row)} out of this organization`} foot={foot}>
      <p>
        Groups, permissions and links to identity providers here end, and API tokens are switched off; a later
        membership brings none of it back. The account itself stays, for its other organizations.
      </p>
      {problem ? (
        <p className={shared.problem} role="alert">
          {problem}
        </p>
      ) : null}
    </Dialog>
  );
}

/** The way to take a user out of the organization. */
export function RemoveMember({ entity, row }: { entity: UiEntity; row: Row }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button onClick={() => setAsking(true)}>Take out</Button>
      {asking ? <RemoveDialog entity={entity} row={row} onClose={() => setAsking(false)} /> : null}
    </>
  );
}
