import { capital } from '../../catalogue/catalogue.ts';
import type { RefValue } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { recentPlaces } from '../../frame/recent.ts';
import { useNamedObjects } from '../../generic/named-objects.ts';
import { inputClass } from '../../ui/input.tsx';
import { Picker } from '../../ui/picker.tsx';
import { typeOption, typeOptions } from '../entity-type/options.ts';
import { RowPicker } from '../ref/input.tsx';
import type { ArcValue, InputProps } from '../widget.ts';

/** A row that came without its name, with the name as soon as it is known. */
function useNamed(type: string | undefined, row: RefValue | null | undefined): RefValue | null {
  const ids = row && row.display === null && row.number === null ? [row.id] : [];
  const [named] = useNamedObjects(type, ids);
  return (named?.row as RefValue | null | undefined) ?? row ?? null;
}

/** Chooses a type first, then an object of it. */
export function AnyObjectInput({ field, id, value, onChange, ...rest }: InputProps) {
  const catalogue = useCatalogue();
  const current = value as ArcValue | null;
  const row = useNamed(current?.arm, current?.row);
  return (
    <div className={inputClass.row}>
      <div className={inputClass.fixed}>
        <Picker
          {...(current ? {} : { ...rest, id })}
          label={`${capital(field.label)}: type`}
          placeholder="Find a type"
          options={typeOptions(catalogue, field, recentPlaces())}
          value={current ? typeOption(catalogue, current.arm) : null}
          onChange={(option) => onChange(option ? { arm: option.value, row: null } : null)}
        />
      </div>
      {current ? (
        <RowPicker
          {...rest}
          key={current.arm}
          id={id}
          entity={catalogue.byName.get(current.arm)}
          label={field.label}
          value={row}
          onChange={(next) => onChange({ arm: current.arm, row: next })}
        />
      ) : null}
    </div>
  );
}
