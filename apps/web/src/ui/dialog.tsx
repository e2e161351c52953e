import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';
import css from './floating.module.css';

/** What a dialog shows, and how it is left. */
interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  /** Preferred width in px. */
  width?: number;
  foot?: ReactNode;
  /** Id of the control that has the focus first; the first one when absent. */
  startAt?: string;
  children: ReactNode;
}

/** A modal with a title, a scrolling body and a foot for its actions. */
export function Dialog({ open, onClose, title, width = 560, foot, startAt, children }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Base.Portal>
        <Base.Backdrop className={css.backdrop ?? ''} />
        <Base.Popup
          className={css.dialog ?? ''}
          style={{ ['--dialog-w' as string]: `${width}px` }}
          {...(startAt ? { initialFocus: () => document.getElementById(startAt) } : {})}
        >
          <div className={css.dialogHead}>
            <Base.Title className={css.dialogTitle ?? ''}>{title}</Base.Title>
          </div>
          <div className={css.dialogBody} tabIndex={-1}>
            {children}
          </div>
          {foot ? <div className={css.dialogFoot}>{foot}</div> : null}
          {/* Last in the order of the keyboard: a dialog opens on what it asks, not on its exit. */}
          <Base.Close
            className={css.dialogClose ?? ''}
            render={
              <IconButton label="Close" tiny>
                <X size={14} />
              </IconButton>
            }
          />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
