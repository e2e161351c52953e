import { Input } from '../../ui/input.tsx';
import type { InputProps } from '../widget.ts';

function LineInput({ field, id, value, onChange, onBlur, invalid, describedBy, mono }: InputProps & { mono: boolean }) {
  return (
    <Input
      id={id}
      mono={mono}
      value={typeof value === 'string' ? value : ''}
      maxLength={field.max}
      aria-invalid={invalid || undefined}
      aria-describedby={describedBy}
      aria-required={field.required || undefined}
      autoComplete="off"
      onChange={(event) => onChange(event.target.value)}
      onBlur={onBlur}
    />
  );
}

/** One line of text. */
export function TextInput(props: InputProps) {
  return <LineInput {...props} mono={false} />;
}

/** One line that holds an identifier. */
export function MonoInput(props: InputProps) {
  return <LineInput {...props} mono />;
}
