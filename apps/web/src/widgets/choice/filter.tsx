import { MultiPicker } from '../../ui/picker.tsx';
import { TextFilter } from '../text/filter.tsx';
import type { FilterProps } from '../widget.ts';
import { choiceOf } from './choices.ts';
import { choiceOptions } from './input.tsx';

/** Values of a set, picked from its labels. */
export function ChoiceFilter(props: FilterProps) {
  const { field, arity, values, onChange, label } = props;
  if (arity === 'none') return null;
  if (arity !== 'many') return <TextFilter {...props} />;
  const options = choiceOptions(field);
  const chosen = values.map((value) => {
    const known = options.find((option) => option.value === value);
    return known ?? { value, label: choiceOf(field, value)?.label ?? value };
  });
  return (
    <MultiPicker
      label={label}
      options={options}
      value={chosen}
      onChange={(next) => onChange(next.map((option) => option.value))}
    />
  );
}
