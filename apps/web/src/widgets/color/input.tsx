import { Input, inputClass } from '../../ui/input.tsx';
import type { InputProps } from '../widget.ts';

/** Six hex digits, typed or picked. */
export function ColorInput({ field, id, value, onChange, onBlur, invalid, describedBy }: InputProps) {
  const hex = typeof value === 'string' ? value : '';
  const isSet = /^[0-9a-f]{6}$/.test(hex);
  return (
    <div className={inputClass.row}>
      <Input
        id={id}
        mono
        value={hex}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        onChange={(event) => onChange(event.target.value.replace(/^#/, '').toLowerCase())}
        onBlur={onBlur}
      />
      <input
        type="color"
        aria-label={`Pick ${field.label}`}
        style={{ flex: 'none', width: 40, height: 'var(--ctl)', padding: 2, ...(isSet ? {} : { opacity: 0.3 }) }}
        value={isSet ? `#${hex}` : '#9aa5a9'}
        onChange={(event) => onChange(event.target.value.slice(1))}
      />
    </div>
  );
}
