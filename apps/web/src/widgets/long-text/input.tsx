import { TextArea } from '../../ui/input.tsx';
import type { InputProps } from '../widget.ts';

/** Text of many lines. */
export function LongTextInput({ id, value, onChange, onBlur, invalid, describedBy }: InputProps) {
  return (
    <TextArea
      id={id}
      rows={4}
      value={typeof value === 'string' ? value : ''}
      aria-invalid={invalid || undefined}
      aria-describedby={describedBy}
      onChange={(event) => onChange(event.target.value)}
      onBlur={onBlur}
    />
  );
}
