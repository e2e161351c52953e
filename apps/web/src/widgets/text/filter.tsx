import { Input, inputClass } from '../../ui/input.tsx';
import type { FilterProps } from '../widget.ts';

/** Splits typed or pasted values at line ends, commas and semicolons. */
export function splitValues(text: string): string[] {
  return text
    .split(/[\n,;]+/)
    .map((part) => part.trim())
    .filter(Boolean);
}

/** Text operands: one, two, or many separated by commas or lines. */
export function TextFilter({ arity, values, onChange, label }: FilterProps) {
  if (arity === 'none') return null;
  if (arity === 'two') {
    return (
      <div className={inputClass.row}>
        {[0, 1].map((index) => (
          <Input
            key={index}
            aria-label={`${label} ${index === 0 ? 'from' : 'to'}`}
            value={values[index] ?? ''}
            onChange={(event) => onChange([0, 1].map((at) => (at === index ? event.target.value : (values[at] ?? ''))))}
          />
        ))}
      </div>
    );
  }
  const many = arity === 'many';
  return (
    <Input
      aria-label={label}
      placeholder={many ? 'One or more, separated by commas' : undefined}
      defaultValue={values.join(', ')}
      onChange={(event) => onChange(many ? splitValues(event.target.value) : [event.target.value].filter(Boolean))}
    />
  );
}
