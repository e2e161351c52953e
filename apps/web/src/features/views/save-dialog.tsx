import { useState } from 'react';
import type { UserError } from '../../api/errors.ts';
import type { UiEntity } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { preferences } from '../../frame/preferences.ts';
import type { ViewState } from '../../generic/query/view-state.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Checkbox, Input, Select } from '../../ui/input.tsx';
import { Refusals } from '../../ui/refusals.tsx';
import { notify } from '../../ui/toast.tsx';
import account from '../account/account.module.css';
import { viewInput } from './view-search.ts';
import css from './views.module.css';
import { type SavedView, useSaveView } from './views.ts';

const fresh = { value: '', label: 'A new view' };

/** What is asked before a view is kept. */
interface Draft {
  /** Id of the view it takes the place of; empty for a new one. */
  id: string;
  name: string;
  shared: boolean;
  isDefault: boolean;
  density: boolean;
}

const draftOf = (saved: SavedView | undefined): Draft => ({
  id: saved?.mayChange ? saved.id : '',
  name: saved?.mayChange ? saved.name : '',
  shared: saved?.shared ?? false,
  isDefault: saved?.isDefault ?? false,
  density: (saved?.density ?? null) !== null,
});

function Switch({ label, checked, onChange }: { label: string; checked: boolean; onChange: (on: boolean) => void }) {
  return (
    <label className={account.check}>
      <Checkbox checked={checked} onChange={({ target }) => onChange(target.checked)} />
      {label}
    </label>
  );
}

interface PartProps {
  draft: Draft;
  views: readonly SavedView[];
  onChange: (part: Partial<Draft>) => void;
}

/** Whether the view is new or takes the place of another. */
function Place({ draft, views, onChange }: PartProps) {
  const own = views.filter(({ mayChange }) => mayChange).map(({ id, name }) => ({ value: id, label: name }));
  if (own.length === 0) return null;
  return (
    <div className={account.field}>
      <label htmlFor="view-place">Keep as</label>
      <Select
        id="view-place"
        value={draft.id}
        options={[fresh, ...own]}
        onChange={({ target }) => onChange(draftOf(views.find(({ id }) => id === target.value)))}
      />
    </div>
  );
}

function Fields({ draft, views, entity, onChange }: PartProps & { entity: UiEntity }) {
  return (
    <div className={css.form}>
      <Place draft={draft} views={views} onChange={onChange} />
      <div className={account.field}>
        <label htmlFor="view-name">Name</label>
        <Input
          id="view-name"
          maxLength={80}
          value={draft.name}
          onChange={({ target }) => onChange({ name: target.value })}
        />
      </div>
      <Switch
        label={`Everybody who sees ${entity.plural} may open it`}
        checked={draft.shared}
        onChange={(shared) => onChange({ shared })}
      />
      <Switch
        label={`${draft.shared ? 'Lists' : 'My lists'} of ${entity.plural} open with it`}
        checked={draft.isDefault}
        onChange={(isDefault) => onChange({ isDefault })}
      />
      <Switch label="Keep the height of rows" checked={draft.density} onChange={(density) => onChange({ density })} />
    </div>
  );
}

interface SaveProps {
  entity: UiEntity;
  view: ViewState;
  /** The view that the list shows. */
  shown: SavedView | undefined;
  views: readonly SavedView[];
  onClose: () => void;
}

/** What the dialog sends. */
function useSend({ entity, view, onClose }: SaveProps, { id, name, shared, isDefault, density }: Draft) {
  const catalogue = useCatalogue();
  const save = useSaveView(entity.name);
  const input = () => ({
    ...(id && { id }),
    type: entity.name,
    name: name.trim(),
    ...viewInput(catalogue, entity, view),
    ...(density && { density: preferences().density }),
    shared,
    isDefault,
  });
  const onSuccess = (refusals: readonly UserError[]) => {
    if (refusals.length > 0) return;
    notify(`Kept as “${name.trim()}”`);
    onClose();
  };
  return { save, send: () => save.mutate(input(), { onSuccess }) };
}

/** Keeps filter, columns and order of a list under a name. */
export function SaveDialog(props: SaveProps) {
  const { entity, shown, views, onClose } = props;
  const [draft, setDraft] = useState(() => draftOf(shown));
  const { save, send } = useSend(props, draft);
  const foot = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button tone="primary" disabled={draft.name.trim() === '' || save.isPending} onClick={send}>
        Save
      </Button>
    </>
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Save this view of ${entity.plural}`}
      width={460}
      startAt="view-name"
      foot={foot}
    >
      <Refusals error={save.error} refusals={save.data ?? []} />
      <Fields draft={draft} views={views} entity={entity} onChange={(part) => setDraft({ ...draft, ...part })} />
    </Dialog>
  );
}
