import type { ComponentProps } from 'react';
import { cx } from './cx.ts';
import css from './input.module.css';

/** Classes of form controls, for widgets that need another element. */
export const inputClass = css;

/** A one-line text input. */
export function Input({ mono, className, ...rest }: ComponentProps<'input'> & { mono?: boolean }) {
  return <input className={cx(css.input, mono && css.mono, className)} {...rest} />;
}

/** A text area that grows by hand. */
export function TextArea({ mono, className, ...rest }: ComponentProps<'textarea'> & { mono?: boolean }) {
  return <textarea className={cx(css.area, mono && css.mono, className)} {...rest} />;
}

/** A native select: short closed lists need no more. */
export function Select({
  options,
  className,
  ...rest
}: ComponentProps<'select'> & { options: readonly { value: string; label: string }[] }) {
  return (
    <select className={cx(css.select, className)} {...rest}>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

/** A native checkbox. */
export function Checkbox({ className, ...rest }: ComponentProps<'input'>) {
  return <input type="checkbox" className={cx(css.check, className)} {...rest} />;
}

/** A few exclusive values side by side, as radio buttons. */
export function Segments({
  name,
  label,
  value,
  options,
  onChange,
}: {
  name: string;
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
}) {
  return (
    <div className={css.segments} role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={value === option.value}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </div>
  );
}
