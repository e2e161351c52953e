import { Picker } from '../../ui/picker.tsx';
import type { InputProps } from '../widget.ts';

const zones = Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, label: zone }));

/** A zone of the IANA database. */
export function TimeZoneInput({ field, id, value, onChange, onBlur, invalid, describedBy }: InputProps) {
  const zone = typeof value === 'string' && value !== '' ? value : null;
  return (
    <Picker
      id={id}
      label={field.label}
      options={zones}
      value={zone ? { value: zone, label: zone } : null}
      onChange={(option) => onChange(option?.value ?? '')}
      onBlur={onBlur}
      invalid={invalid}
      describedBy={describedBy}
    />
  );
}
