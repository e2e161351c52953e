import { Checkbox, Select } from '../../ui/input.tsx';
import type { InputProps } from '../widget.ts';

const optional = [
  { value: '', label: 'not set' },
  { value: 'true', label: 'yes' },
  { value: 'false', label: 'no' },
];

/** A checkbox, or three ways when null is a value of its own. */
export function BoolInput({ field, id, value, onChange, onBlur, describedBy }: InputProps) {
  if (!field.required && field.default === undefined) {
    return (
      <Select
        id={id}
        options={optional}
        value={value === null || value === '' ? '' : String(value)}
        aria-describedby={describedBy}
        onChange={(event) => onChange(event.target.value === '' ? null : event.target.value === 'true')}
        onBlur={onBlur}
      />
    );
  }
  return (
    <span style={{ display: 'flex', alignItems: 'center', minHeight: 'var(--ctl)' }}>
      <Checkbox
        id={id}
        checked={value === true}
        aria-describedby={describedBy}
        onChange={(event) => onChange(event.target.checked)}
        onBlur={onBlur}
      />
    </span>
  );
}
