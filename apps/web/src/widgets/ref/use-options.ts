import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { graphql } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { objectName } from '../../catalogue/object-link.tsx';
import type { Connection, RefValue, Row, UiEntity } from '../../catalogue/types.ts';
import { pickerRequest } from '../../generic/query/documents.ts';
import { contextField } from '../../generic/query/selection.ts';
import { wordsAsk } from '../../generic/query/words.ts';
import type { PickerOption } from '../../ui/picker.tsx';
import { useRested } from '../../ui/use-rested.ts';

/** A picker option that remembers its row. */
export interface RowOption extends PickerOption {
  row: RefValue;
}

/** A row as a picker option, with what tells it apart. */
export function rowOption(entity: UiEntity, row: RefValue | Row): RowOption {
  const context = contextField(entity);
  const parent = context ? (row as Row)[context.name] : undefined;
  const name = parent ? objectName(parent as RefValue) : undefined;
  return { value: row.id, label: objectName(row), context: name, row: row as RefValue };
}

async function fetchOptions(entity: UiEntity, text: string, signal: AbortSignal): Promise<RowOption[]> {
  const request = pickerRequest({ entity, ...wordsAsk(text) });
  const { data } = await graphql<Record<string, Connection>>(request, signal);
  return (data[entity.many]?.nodes ?? []).map((row) => rowOption(entity, row));
}

const fits = (text: string) => {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return ({ label, context = '' }: RowOption) => {
    const shown = `${label} ${context}`.toLowerCase();
    return words.every((word) => shown.includes(word));
  };
};

/** Options of an entity for the typed words: the first twenty in its own order. */
export function useRowOptions(entity: UiEntity | undefined) {
  const [text, setText] = useState('');
  const rested = useRested(text, 150);
  const query = useQuery({
    queryKey: ['options', entity?.name, rested],
    queryFn: ({ signal }) => (entity ? fetchOptions(entity, rested, signal) : Promise.resolve([])),
    placeholderData: keepPreviousData,
    enabled: entity !== undefined,
  });
  const note = query.isError ? messageOf(query.error) : query.isPending || rested !== text ? 'Searching' : undefined;
  const known = query.data ?? [];
  // Until the answer is there, rows of the words before must not be taken for it.
  return { options: rested === text && !query.isPlaceholderData ? known : known.filter(fits(text)), setText, note };
}
