import { Input } from '../../ui/input.tsx';
import { fromLocalInput, toLocalInput } from '../../ui/time.ts';
import type { InputProps } from '../widget.ts';

/** An instant in the reader's zone; UTC travels. */
export function DateTimeInput({ id, value, onChange, onBlur, invalid, describedBy }: InputProps) {
  return (
    <Input
      id={id}
      type="datetime-local"
      value={typeof value === 'string' ? toLocalInput(value) : ''}
      aria-invalid={invalid || undefined}
      aria-describedby={describedBy}
      onChange={(event) => onChange(fromLocalInput(event.target.value))}
      onBlur={onBlur}
    />
  );
}
