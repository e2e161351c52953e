import { Input } from '../../ui/input.tsx';
import type { InputProps } from '../widget.ts';

/** A day, by the browser's own picker. */
export function DateInput({ id, value, onChange, onBlur, invalid, describedBy }: InputProps) {
  return (
    <Input
      id={id}
      type="date"
      value={typeof value === 'string' ? value : ''}
      aria-invalid={invalid || undefined}
      aria-describedby={describedBy}
      onChange={(event) => onChange(event.target.value)}
      onBlur={onBlur}
    />
  );
}
