import { Input, inputClass } from '../../ui/input.tsx';
import { fromLocalInput, toLocalInput } from '../../ui/time.ts';
import type { FilterProps } from '../widget.ts';

/** One or two days, or instants when the field is one. */
export function DateFilter({ field, arity, values, onChange, label }: FilterProps) {
  if (arity === 'none') return null;
  const instant = field.kind === 'dateTime';
  const read = (text: string) => (instant ? (fromLocalInput(text) ?? '') : text);
  const show = (value: string) => (instant ? toLocalInput(value) : value);
  const places = arity === 'two' ? [0, 1] : [0];
  return (
    <div className={inputClass.row}>
      {places.map((index) => (
        <Input
          key={index}
          type={instant ? 'datetime-local' : 'date'}
          aria-label={arity === 'two' ? `${label} ${index === 0 ? 'from' : 'to'}` : label}
          value={show(values[index] ?? '')}
          onChange={(event) =>
            onChange(places.map((at) => (at === index ? read(event.target.value) : (values[at] ?? ''))))
          }
        />
      ))}
    </div>
  );
}
