import { useQuery } from '@tanstack/react-query';
import { graphql } from '../../api/client.ts';
import { keyField } from '../../catalogue/catalogue.ts';
import type { Connection, Row, UiEntity } from '../../catalogue/types.ts';
import { useEntity } from '../../catalogue/use-catalogue.ts';
import { listRequest } from '../../generic/query/documents.ts';
import { namedRows } from '../../generic/query/filter.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { Input } from '../../ui/input.tsx';
import { MultiPicker, type PickerOption } from '../../ui/picker.tsx';
import type { FilterProps } from '../widget.ts';
import { useRowOptions } from './use-options.ts';

/** How a row is named in a filter token: its key text, else its number. */
export function tokenValue(entity: UiEntity, row: Row): string {
  const key = keyField(entity);
  const text = key ? row[key.name] : undefined;
  if (typeof text === 'string') return text;
  return `#${row.number}`;
}

/** Names of the rows that token values stand for; the value itself until they are known. */
export function useTokenLabels(entity: UiEntity | undefined, values: readonly string[]) {
  const catalogue = useCatalogue();
  const filter = entity && namedRows(entity, values);
  const query = useQuery({
    queryKey: ['token-labels', entity?.name, values],
    enabled: filter !== undefined,
    staleTime: 300_000,
    queryFn: async ({ signal }) => {
      if (!entity || !filter) return new Map<string, string>();
      const key = keyField(entity);
      const ask = { entity, fields: key ? [key] : [], filter, first: values.length };
      const { data } = await graphql<Record<string, Connection>>(listRequest(catalogue, ask), signal);
      const rows = data[entity.many]?.nodes ?? [];
      return new Map(rows.map((row) => [tokenValue(entity, row), row.display ?? `#${row.number}`]));
    },
  });
  return (value: string) => query.data?.get(value) ?? value;
}

/** Rows of the referenced entity, picked by name. */
export function RefFilter({ field, arity, values, onChange, label, op }: FilterProps) {
  const entity = useEntity(field.target ?? '');
  const { options, setText, note } = useRowOptions(entity);
  const labelOf = useTokenLabels(entity, values);
  if (arity === 'none' || !entity) return null;
  if (op.startsWith('count')) {
    return (
      <Input
        aria-label={label}
        inputMode="numeric"
        value={values[0] ?? ''}
        onChange={(event) => onChange([event.target.value.replace(/\D/g, '')].filter(Boolean))}
      />
    );
  }
  const named: PickerOption[] = options.map((option) => ({
    ...option,
    value: tokenValue(entity, option.row as unknown as Row),
  }));
  return (
    <MultiPicker
      label={label}
      options={named}
      value={values.map((value) => ({ value, label: labelOf(value) }))}
      onChange={(next) => onChange(next.map((option) => option.value))}
      onSearch={setText}
      note={note}
      placeholder={`Find ${entity.label}`}
    />
  );
}
