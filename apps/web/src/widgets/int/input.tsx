import { inputClass } from '../../ui/input.tsx';
import type { InputProps } from '../widget.ts';

/** A number with its unit behind it; limits are checked by the server. */
export function NumberInput({ field, id, value, onChange, onBlur, invalid, describedBy }: InputProps) {
  const whole = field.kind !== 'decimal';
  return (
    <div className={inputClass.group}>
      <input
        id={id}
        className={`${inputClass.bare} ${inputClass.mono}`}
        inputMode={whole ? 'numeric' : 'decimal'}
        value={typeof value === 'string' ? value : ''}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        aria-required={field.required || undefined}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
        onBlur={onBlur}
      />
      {field.unit ? <span className={inputClass.unit}>{field.unit}</span> : null}
    </div>
  );
}
