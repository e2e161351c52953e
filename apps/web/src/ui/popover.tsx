import { Popover as Base } from '@base-ui/react/popover';
import type { ReactElement, ReactNode, RefObject } from 'react';
import { cx } from './cx.ts';
import css from './floating.module.css';

/** Where a panel stands, what opens it and what is in it. */
interface PopoverProps {
  trigger?: ReactElement;
  /** Where to stand when there is no trigger. */
  anchor?: RefObject<Element | null>;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  label: string;
  children: ReactNode;
}

/** A small panel anchored to its trigger. */
export function Popover({ trigger, anchor, open, onOpenChange, label, children }: PopoverProps) {
  return (
    <Base.Root
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange ? { onOpenChange: (next: boolean) => onOpenChange(next) } : {})}
    >
      {trigger ? <Base.Trigger render={trigger} /> : null}
      <Base.Portal>
        <Base.Positioner
          className={css.positioner ?? ''}
          sideOffset={6}
          alignOffset={anchor ? 16 : 0}
          align="start"
          {...(anchor ? { anchor } : {})}
        >
          <Base.Popup className={cx(css.pop, css.panel)} aria-label={label}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
