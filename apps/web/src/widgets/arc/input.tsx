import { capital } from '../../catalogue/catalogue.ts';
import type { RefValue } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { inputClass, Select } from '../../ui/input.tsx';
import { RowPicker } from '../ref/input.tsx';
import type { ArcValue, InputProps } from '../widget.ts';

/** Chooses the kind of object first, then the object. */
export function ArcInput({ field, id, value, onChange, onBlur, invalid, describedBy }: InputProps) {
  const catalogue = useCatalogue();
  const current = value as ArcValue | null;
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
        {...(current ? {} : { id, onBlur, 'aria-invalid': invalid || undefined, 'aria-describedby': describedBy })}
        options={[{ value: '', label: 'nothing' }, ...options]}
        value={current?.arm ?? ''}
        onChange={(event) => onChange(event.target.value ? { arm: event.target.value, row: null } : null)}
      />
      {current ? (
        <RowPicker
          key={current.arm}
          id={id}
          entity={catalogue.byName.get(target ?? '')}
          label={field.label}
          value={current.row}
          onChange={(row: RefValue | null) => onChange({ arm: current.arm, row })}
          onBlur={onBlur}
          invalid={invalid}
          describedBy={describedBy}
        />
      ) : null}
    </div>
  );
}
