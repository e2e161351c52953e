import { TextArea } from '../../ui/input.tsx';
import type { InputProps } from '../widget.ts';

/** A document as JSON text. */
export function JsonInput({ id, value, onChange, onBlur, invalid, describedBy }: InputProps) {
  return (
    <TextArea
      id={id}
      mono
      rows={5}
      spellCheck={false}
      value={typeof value === 'string' ? value : ''}
      aria-invalid={invalid || undefined}
      aria-describedby={describedBy}
      onChange={(event) => onChange(event.target.value)}
      onBlur={onBlur}
    />
  );
}
