import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Checkbox, Input } from '../../ui/input.tsx';
import { Bones } from '../../ui/panel.tsx';
import { MultiPicker, type PickerOption } from '../../ui/picker.tsx';
import { Refusals } from '../../ui/refusals.tsx';
import shared from '../../ui/settings-page.module.css';
import { fromLocalInput } from '../../ui/time.ts';
import { splitValues } from '../../widgets/text/filter.tsx';
import { useIsAdministrator } from '../members/administrator.ts';
import css from './account.module.css';
import { Line } from './line.tsx';
import { type OwnPermission, type TokenInput, useOwnPermissions, useTokenCreate } from './tokens.ts';

interface Draft {
  description: string;
  expires: string;
  writes: boolean;
  bulk: boolean;
  networks: string;
  permissions: readonly PickerOption[];
}

const blank: Draft = { description: '', expires: '', writes: true, bulk: false, networks: '', permissions: [] };

function inputOf({ description, expires, writes, bulk, networks, permissions }: Draft): TokenInput {
  const allowed = splitValues(networks);
  return {
    description: description.trim() || null,
    expires: fromLocalInput(expires),
    writeEnabled: writes,
    bulk,
    allowedIps: allowed.length > 0 ? allowed : null,
    permissions: permissions.map(({ value }) => value),
  };
}

interface FieldsProps {
  draft: Draft;
  permissions: readonly OwnPermission[];
  mayBulk: boolean;
  onChange: (part: Partial<Draft>) => void;
}

/** What the token may do: all that its user may, or less. */
function Reach({ draft, permissions, mayBulk, onChange }: FieldsProps) {
  return (
    <>
      {permissions.length > 0 ? (
        <Line
          id="token-permissions"
          label="Permissions it is narrowed to"
          help="It does what both you and one of these may do; empty: all that you may do"
        >
          <MultiPicker
            id="token-permissions"
            label="Permissions it is narrowed to"
            options={permissions.map(({ id, name, description }) => ({
              value: id,
              label: name,
              context: description ?? undefined,
            }))}
            value={draft.permissions}
            placeholder={draft.permissions.length > 0 ? undefined : 'Find permissions'}
            onChange={(chosen) => onChange({ permissions: chosen })}
          />
        </Line>
      ) : null}
      <label className={css.check}>
        <Checkbox checked={!draft.writes} onChange={({ target }) => onChange({ writes: !target.checked })} />
        Only reads
      </label>
      {mayBulk ? (
        <label className={css.check}>
          <Checkbox checked={draft.bulk} onChange={({ target }) => onChange({ bulk: target.checked })} />
          Reads large pages, of up to 100,000 rows
        </label>
      ) : null}
    </>
  );
}

function Fields(props: FieldsProps) {
  const { draft, onChange } = props;
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
      <Reach {...props} />
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

/** Makes an API token and shows it, this once. */
export function TokenDialog({ onClose }: { onClose: () => void }) {
  const [draft, setDraft] = useState(blank);
  const own = useOwnPermissions();
  const mayBulk = useIsAdministrator();
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
          <Refusals error={create.error} refusals={create.data?.userErrors ?? []} />
          {own.isPending ? (
            <Bones lines={6} />
          ) : (
            <Fields
              draft={draft}
              permissions={own.data ?? []}
              mayBulk={mayBulk}
              onChange={(part) => setDraft({ ...draft, ...part })}
            />
          )}
        </div>
      )}
    </Dialog>
  );
}
