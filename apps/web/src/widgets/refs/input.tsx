import type { RefValue, UiEntity, UiField } from '../../catalogue/types.ts';
import { useEntity } from '../../catalogue/use-catalogue.ts';
import { MultiPicker } from '../../ui/picker.tsx';
import { Swatch } from '../../ui/text.tsx';
import { type RowOption, rowOption, useRowOptions } from '../ref/use-options.ts';
import type { InputProps } from '../widget.ts';
import { refsOf } from './cell.tsx';

/** Picks several objects of an entity, shown as chips; the server searches. */
export function RowsPicker({
  entity,
  label,
  value,
  onChange,
  only,
  ...rest
}: {
  entity: UiEntity | undefined;
  label: string;
  value: readonly RefValue[];
  onChange: (rows: RefValue[]) => void;
  /** Condition that the objects fulfil. */
  only?: UiField['only'] | undefined;
  id?: string;
  onBlur?: () => void;
  invalid?: boolean;
  describedBy?: string | undefined;
}) {
  const { options, setText, note } = useRowOptions(entity, only);
  if (!entity) return null;
  const chosen = value.map((row) => ({
    ...rowOption(entity, row),
    ...(row.color ? { lead: <Swatch hex={row.color} /> } : {}),
  }));
  return (
    <MultiPicker
      {...rest}
      label={label}
      options={options}
      value={chosen}
      onChange={(next) => onChange(next.map((option): RefValue => (option as RowOption).row))}
      onSearch={setText}
      note={note}
      placeholder={chosen.length > 0 ? undefined : `Find ${entity.plural}`}
    />
  );
}

/** Several references as chips: tags, VLANs. */
export function RefsInput({ field, value, ...rest }: InputProps) {
  const entity = useEntity(field.target ?? '');
  return <RowsPicker {...rest} entity={entity} label={field.label} only={field.only} value={refsOf(value)} />;
}
