import { useId } from 'react';
import { Segments } from '../../ui/input.tsx';
import type { FilterProps } from '../widget.ts';

/** Yes or no. */
export function BoolFilter({ values, onChange, label, arity }: FilterProps) {
  const name = useId();
  if (arity === 'none') return null;
  return (
    <Segments
      name={name}
      label={label}
      value={values[0] ?? ''}
      options={[
        { value: 'true', label: 'yes' },
        { value: 'false', label: 'no' },
      ]}
      onChange={(value) => onChange([value])}
    />
  );
}
