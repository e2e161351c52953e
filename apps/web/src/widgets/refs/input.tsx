import type { RefValue } from '../../catalogue/types.ts';
import { useEntity } from '../../catalogue/use-catalogue.ts';
import { MultiPicker } from '../../ui/picker.tsx';
import { Swatch } from '../../ui/text.tsx';
import { type RowOption, rowOption, useRowOptions } from '../ref/use-options.ts';
import type { InputProps } from '../widget.ts';
import { refsOf } from './cell.tsx';

/** Several references as chips: tags, VLANs. */
export function RefsInput({ field, id, value, onChange, onBlur, invalid, describedBy }: InputProps) {
  const entity = useEntity(field.target ?? '');
  const { options, setText, note } = useRowOptions(entity);
  if (!entity) return null;
  const chosen = refsOf(value).map((row) => ({
    ...rowOption(entity, row),
    ...(row.color ? { lead: <Swatch hex={row.color} /> } : {}),
  }));
  return (
    <MultiPicker
      id={id}
      label={field.label}
      options={options}
      value={chosen}
      onChange={(next) => onChange(next.map((option): RefValue => (option as RowOption).row))}
      onSearch={setText}
      onBlur={onBlur}
      note={note}
      invalid={invalid}
      describedBy={describedBy}
      placeholder={chosen.length > 0 ? undefined : `Find ${entity.plural}`}
    />
  );
}
