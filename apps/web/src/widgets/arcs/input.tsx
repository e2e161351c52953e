import { capital } from '../../catalogue/catalogue.ts';
import type { RefValue } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { inputClass, Select } from '../../ui/input.tsx';
import { RowsPicker } from '../refs/input.tsx';
import type { ArcsValue, InputProps } from '../widget.ts';

/** Chooses the kind of object first, then the objects: all of one kind. */
export function ArcsInput({ field, id, value, onChange, ...rest }: InputProps) {
  const catalogue = useCatalogue();
  const current = value as ArcsValue | null;
  const arms = field.targets ?? [];
  const target = arms.find(({ arm }) => arm === current?.arm)?.target;
  const options = arms.map(({ arm, target: name }) => ({
    value: arm,
    label: capital(catalogue.byName.get(name)?.label ?? arm),
  }));
  return (
    <div className={inputClass.row}>
      <Select
        className={inputClass.fixed}
        aria-label={`${capital(field.label)}: kind`}
        {...(current ? {} : { id })}
        options={[{ value: '', label: 'none' }, ...options]}
        value={current?.arm ?? ''}
        onChange={(event) => onChange(event.target.value ? { arm: event.target.value, rows: [] } : null)}
      />
      {current ? (
        <RowsPicker
          {...rest}
          key={current.arm}
          id={id}
          label={field.label}
          entity={catalogue.byName.get(target ?? '')}
          value={current.rows}
          onChange={(rows: RefValue[]) => onChange({ arm: current.arm, rows })}
        />
      ) : null}
    </div>
  );
}
