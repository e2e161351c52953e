import { capital } from '../../catalogue/catalogue.ts';
import type { RefValue } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { inputClass, Select } from '../../ui/input.tsx';
import { RowPicker } from '../ref/input.tsx';
import type { ArcValue, InputProps } from '../widget.ts';

/** Chooses the object of one kind. */
function ArmInput({ arm, ...props }: InputProps & { arm: string }) {
  const catalogue = useCatalogue();
  const { field, id, value, onChange, onBlur, invalid, describedBy } = props;
  const target = field.targets?.find((one) => one.arm === arm)?.target;
  return (
    <RowPicker
      id={id}
      entity={catalogue.byName.get(target ?? '')}
      label={field.label}
      value={(value as ArcValue | null)?.row ?? null}
      onChange={onChange}
      onBlur={onBlur}
      invalid={invalid}
      describedBy={describedBy}
    />
  );
}

/** Chooses the kind of object first, where there are several, then the object. */
export function ArcInput(props: InputProps) {
  const { field, id, value, onChange, onBlur, invalid, describedBy } = props;
  const catalogue = useCatalogue();
  const current = value as ArcValue | null;
  const arms = field.targets ?? [];
  const [only] = arms;
  if (only && arms.length === 1)
    return (
      <ArmInput
        {...props}
        arm={only.arm}
        onChange={(row) => onChange(row === null ? null : { arm: only.arm, row: row as RefValue })}
      />
    );
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
        <ArmInput
          {...props}
          key={current.arm}
          arm={current.arm}
          onChange={(row) => onChange({ arm: current.arm, row: row as RefValue | null })}
        />
      ) : null}
    </div>
  );
}
