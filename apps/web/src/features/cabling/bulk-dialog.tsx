import type { ReactNode } from 'react';
import { messageOf, type UserError } from '../../api/errors.ts';
import { usePageKeys } from '../../frame/keys.ts';
import { Refusals } from '../../generic/change-view.tsx';
import { Button, Key } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Checkbox } from '../../ui/input.tsx';
import { Alert } from '../../ui/panel.tsx';
import css from './connect.module.css';

/** What a dialog around a bulk change is made of. */
export interface BulkDialogProps {
  title: string;
  width: number;
  /** What the button says that does it. */
  act: string;
  tone?: 'primary' | 'danger';
  ready: boolean;
  busy: boolean;
  error: unknown;
  /** Refusals that stand at no row. */
  errors: readonly UserError[];
  /** Offers to leave out refused rows: how many there are, whether they are left out. */
  skip?: { refused: number; on: boolean; onChange: (on: boolean) => void } | undefined;
  /** Id of the control that has the focus first. */
  startAt?: string;
  onAct: () => void;
  onClose: () => void;
  children: ReactNode;
}

function Foot({ act, tone = 'primary', ready, busy, skip, onAct, onClose }: BulkDialogProps) {
  return (
    <>
      {skip ? (
        <label className={css.skip}>
          <Checkbox checked={skip.on} onChange={(event) => skip.onChange(event.target.checked)} />
          Leave out what is refused ({skip.refused})
        </label>
      ) : null}
      <Button onClick={onClose}>Cancel</Button>
      <Button tone={tone} disabled={!ready || busy} onClick={onAct}>
        {act} <Key>Ctrl ↵</Key>
      </Button>
    </>
  );
}

/** A bulk change of cables as a dialog: its form, its preview, and the way to do it. */
export function BulkDialog(props: BulkDialogProps) {
  const { title, width, ready, busy, error, errors, startAt, onAct, onClose, children } = props;
  // Anywhere in the dialog: on its buttons the key would press them.
  usePageKeys((event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (ready && !busy) onAct();
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      width={width}
      foot={<Foot {...props} />}
      {...(startAt ? { startAt } : {})}
    >
      <form className={css.form} onSubmit={(event) => event.preventDefault()}>
        {children}
        {error ? <Alert>{messageOf(error)}</Alert> : null}
        <Refusals errors={errors} />
      </form>
    </Dialog>
  );
}
