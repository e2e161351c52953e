import type { ReactNode } from 'react';
import { StatusShape, statusTone } from '../../ui/status.tsx';
import { Picker, type PickerOption } from '../../ui/picker.tsx';
import { Select } from '../../ui/input.tsx';
import type { UiChoice, UiField } from '../../catalogue/types.ts';
import { Swatch } from '../../ui/text.tsx';
import type { InputProps } from '../widget.ts';
import { choiceOf, isStatus } from './choices.ts';
import { choiceHex } from './colors.ts';

function leadOf(field: UiField, { value, color }: UiChoice): ReactNode {
  if (isStatus(field)) return <StatusShape tone={statusTone(String(value))} />;
  const hex = choiceHex(color);
  return hex ? <Swatch hex={hex} /> : null;
}

/** Choices as options of a picker; states carry their shape. */
export function choiceOptions(field: UiField): PickerOption[] {
  return (field.choices ?? []).map((choice) => ({
    value: String(choice.value),
    label: choice.label,
    lead: leadOf(field, choice),
  }));
}

/** Most choices for which a plain select is enough. */
const selectLimit = 12;

/** One of a set: a select when it is short, a search when it is long. */
export function ChoiceInput({ field, id, value, onChange, onBlur, invalid, describedBy }: InputProps) {
  const options = choiceOptions(field);
  // A default means that null is no value of the field.
  const needed = field.required || field.default !== undefined;
  if (options.length <= selectLimit) {
    return (
      <Select
        id={id}
        value={typeof value === 'string' ? value : ''}
        options={needed && value ? options : [{ value: '', label: '' }, ...options]}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        onChange={(event) => onChange(event.target.value)}
        onBlur={onBlur}
      />
    );
  }
  const current = choiceOf(field, value);
  return (
    <Picker
      id={id}
      label={field.label}
      options={options}
      value={current ? { value: String(current.value), label: current.label } : null}
      onChange={(option) => onChange(option?.value ?? '')}
      onBlur={onBlur}
      invalid={invalid}
      describedBy={describedBy}
    />
  );
}
