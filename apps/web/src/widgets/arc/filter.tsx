import { capital } from '../../catalogue/catalogue.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { Select } from '../../ui/input.tsx';
import type { FilterProps } from '../widget.ts';

/** The kind of object a polymorphic reference points at. */
export function ArcFilter({ field, arity, values, onChange, label }: FilterProps) {
  const catalogue = useCatalogue();
  if (arity === 'none') return null;
  const options = (field.targets ?? []).map(({ arm, target }) => ({
    value: arm,
    label: capital(catalogue.byName.get(target)?.label ?? arm),
  }));
  return (
    <Select
      aria-label={label}
      options={[{ value: '', label: '' }, ...options]}
      value={values[0] ?? ''}
      onChange={(event) => onChange([event.target.value].filter(Boolean))}
    />
  );
}
