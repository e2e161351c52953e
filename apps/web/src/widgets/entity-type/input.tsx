import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { recentPlaces } from '../../frame/recent.ts';
import { MultiPicker, Picker } from '../../ui/picker.tsx';
import { splitValues } from '../text/filter.tsx';
import type { FilterProps, InputProps } from '../widget.ts';
import { typeOption, typeOptions } from './options.ts';

/** Picks one type by its label. */
export function TypeInput({ field, value, onChange, ...rest }: InputProps) {
  const catalogue = useCatalogue();
  return (
    <Picker
      {...rest}
      label={field.label}
      placeholder="Find a type"
      options={typeOptions(catalogue, field, recentPlaces())}
      value={typeof value === 'string' && value !== '' ? typeOption(catalogue, value) : null}
      onChange={(option) => onChange(option?.value ?? '')}
    />
  );
}

/** Picks several types by their labels; the form holds their names, separated by commas. */
export function TypesInput({ field, value, onChange, ...rest }: InputProps) {
  const catalogue = useCatalogue();
  const chosen = splitValues(typeof value === 'string' ? value : '');
  return (
    <MultiPicker
      {...rest}
      label={field.label}
      placeholder={chosen.length > 0 ? undefined : 'Find types'}
      options={typeOptions(catalogue, field, recentPlaces())}
      value={chosen.map((name) => typeOption(catalogue, name))}
      onChange={(next) => onChange(next.map((option) => option.value).join(', '))}
    />
  );
}

/** Types to filter by. */
export function TypeFilter({ field, arity, values, onChange, label }: FilterProps) {
  const catalogue = useCatalogue();
  if (arity === 'none') return null;
  const options = typeOptions(catalogue, field, recentPlaces());
  return (
    <MultiPicker
      label={label}
      options={options}
      value={values.map((name) => typeOption(catalogue, name))}
      onChange={(next) => {
        const names = next.map((option) => option.value);
        onChange(arity === 'many' ? names : names.slice(-1));
      }}
    />
  );
}
