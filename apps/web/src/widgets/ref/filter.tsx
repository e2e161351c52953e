import type { Row } from '../../catalogue/types.ts';
import { useEntity } from '../../catalogue/use-catalogue.ts';
import { Input } from '../../ui/input.tsx';
import { MultiPicker, type PickerOption } from '../../ui/picker.tsx';
import type { FilterProps } from '../widget.ts';
import { tokenValue, useTokenLabels } from './token-labels.ts';
import { useRowOptions } from './use-options.ts';

/** Rows of the referenced entity, picked by name. */
export function RefFilter({ field, arity, values, onChange, label, op }: FilterProps) {
  const entity = useEntity(field.target ?? '');
  const { options, setText, note } = useRowOptions(entity);
  const labelOf = useTokenLabels(entity, values);
  if (arity === 'none' || !entity) return null;
  if (op.startsWith('count')) {
    return (
      <Input
        aria-label={label}
        inputMode="numeric"
        value={values[0] ?? ''}
        onChange={(event) => onChange([event.target.value.replace(/\D/g, '')].filter(Boolean))}
      />
    );
  }
  const named: PickerOption[] = options.map((option) => ({
    ...option,
    value: tokenValue(entity, option.row as unknown as Row),
  }));
  return (
    <MultiPicker
      label={label}
      options={named}
      value={values.map((value) => ({ value, label: labelOf(value) }))}
      onChange={(next) => onChange(next.map((option) => option.value))}
      onSearch={setText}
      note={note}
      placeholder={`Find ${entity.label}`}
    />
  );
}
