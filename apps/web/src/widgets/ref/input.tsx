import type { RefValue, UiEntity, UiField } from '../../catalogue/types.ts';
import { useEntity } from '../../catalogue/use-catalogue.ts';
import { Picker } from '../../ui/picker.tsx';
import type { InputProps } from '../widget.ts';
import { type RowOption, rowOption, useRowOptions } from './use-options.ts';

/** Picks one object of an entity by typing; the server searches. */
export function RowPicker({
  entity,
  label,
  value,
  onChange,
  only,
  ...rest
}: {
  entity: UiEntity | undefined;
  label: string;
  value: RefValue | null;
  onChange: (row: RefValue | null) => void;
  /** Condition that the objects fulfil. */
  only?: UiField['only'] | undefined;
  id?: string;
  onBlur?: () => void;
  invalid?: boolean;
  describedBy?: string | undefined;
}) {
  const { options, setText, note } = useRowOptions(entity, only);
  return (
    <Picker
      {...rest}
      label={label}
      options={options}
      value={value && entity ? rowOption(entity, value) : null}
      onChange={(option) => onChange((option as RowOption | null)?.row ?? null)}
      onSearch={setText}
      note={note}
      placeholder={entity ? `Find ${entity.label}` : 'Not available'}
    />
  );
}

/** A to-one reference. */
export function RefInput({ field, value, ...rest }: InputProps) {
  const entity = useEntity(field.target ?? '');
  return (
    <RowPicker
      {...rest}
      entity={entity}
      label={field.label}
      only={field.only}
      value={(value as RefValue | null) || null}
    />
  );
}
