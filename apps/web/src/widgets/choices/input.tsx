import { MultiPicker } from '../../ui/picker.tsx';
import { choiceOf } from '../choice/choices.ts';
import { choiceOptions } from '../choice/input.tsx';
import { refsOf } from '../refs/cell.tsx';
import type { InputProps } from '../widget.ts';

/** Picks several values of a set by their labels. */
export function ChoicesInput({ field, value, onChange, ...rest }: InputProps) {
  const options = choiceOptions(field);
  const chosen = refsOf(value).map(
    ({ id }) => options.find((option) => option.value === id) ?? { value: id, label: choiceOf(field, id)?.label ?? id },
  );
  return (
    <MultiPicker
      {...rest}
      label={field.label}
      placeholder={chosen.length > 0 ? undefined : 'Choose values'}
      options={options}
      value={chosen}
      onChange={(next) => onChange(next.map((option) => ({ id: option.value, number: null, display: option.label })))}
    />
  );
}
