import { Input } from '../../ui/input.tsx';
import type { InputProps } from '../widget.ts';

/** Writes a new secret; left empty, the stored one stays. */
export function SecretInput({ id, value, onChange, onBlur, invalid, describedBy }: InputProps) {
  return (
    <Input
      id={id}
      type="password"
      autoComplete="new-password"
      placeholder="Not shown; empty changes nothing"
      value={typeof value === 'string' ? value : ''}
      aria-invalid={invalid || undefined}
      aria-describedby={describedBy}
      onChange={(event) => onChange(event.target.value)}
      onBlur={onBlur}
    />
  );
}
