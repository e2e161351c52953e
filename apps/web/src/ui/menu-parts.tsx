import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import css from './floating.module.css';
import type { MenuProps } from './menu.tsx';

/** An open menu and the trigger it belongs to. */
export function OpenMenu({ trigger, align, children }: MenuProps) {
  return (
    <Base.Root modal={false} defaultOpen>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className={css.positioner ?? ''} sideOffset={4} align={align ?? 'end'}>
          <Base.Popup className={css.pop ?? ''}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** One action of a menu. */
export function MenuItem({
  onSelect,
  icon,
  hint,
  disabled = false,
  danger = false,
  children,
}: {
  onSelect: () => void;
  icon?: ReactNode;
  hint?: ReactNode;
  disabled?: boolean;
  danger?: boolean;
  children: ReactNode;
}) {
  return (
    <Base.Item
      className={css.item ?? ''}
      disabled={disabled}
      onClick={onSelect}
      style={danger ? { color: 'var(--bad)' } : undefined}
    >
      {icon}
      {children}
      {hint ? <span className={css.hint}>{hint}</span> : null}
    </Base.Item>
  );
}

/** A choice among several, or a switch, that keeps the menu open. */
export function MenuCheck({
  checked,
  onChange,
  children,
}: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
}) {
  return (
    <Base.CheckboxItem className={css.item ?? ''} checked={checked} onCheckedChange={onChange} closeOnClick={false}>
      <span className={css.check}>{checked ? <Check size={14} aria-hidden="true" /> : null}</span>
      {children}
    </Base.CheckboxItem>
  );
}

/** Entries under a heading. */
export function MenuGroup({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Base.Group>
      <Base.GroupLabel className={cx(css.heading)}>{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  );
}

/** A line between groups. */
export function MenuLine() {
  return <Base.Separator className={css.separator ?? ''} />;
}
