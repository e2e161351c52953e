import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { graphql } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { entityPath } from '../../catalogue/catalogue.ts';
import { objectName } from '../../catalogue/object-link.tsx';
import type { Connection, RefValue, Row, UiEntity } from '../../catalogue/types.ts';
import { recentPlaces } from '../../frame/recent.ts';
import { pickerRequest } from '../../generic/query/documents.ts';
import { allOf, type FilterInput } from '../../generic/query/filter.ts';
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

/** Recent rows that stand before the others. */
const recentLimit = 4;

/** Numbers of the rows of an entity that were looked at last, newest first. */
function recentNumbers(entity: UiEntity): number[] {
  const start = `/${entityPath(entity)}/`;
  const numbers = recentPlaces()
    .filter((place) => place.entity === entity.name && place.path.startsWith(start))
    .map(({ path }) => Number(path.slice(start.length)));
  return numbers.filter(Number.isInteger).slice(0, recentLimit);
}

/** Rows in the order in which they were looked at. */
function byRecency(rows: readonly Row[], numbers: readonly number[]): Row[] {
  return numbers.flatMap((number) => rows.find((row) => row.number === number) ?? []);
}

async function fetchOptions(
  entity: UiEntity,
  only: FilterInput | undefined,
  text: string,
  signal: AbortSignal,
): Promise<RowOption[]> {
  const words = wordsAsk(text);
  const numbers = text.trim() === '' ? recentNumbers(entity) : [];
  const recent = numbers.length > 0 ? allOf([{ number: { in: numbers } }, only]) : undefined;
  const request = pickerRequest({ entity, ...words, filter: allOf([words.filter, only]), recent });
  const { data } = await graphql<Record<string, Connection>>(request, signal);
  const first = byRecency(data['recent']?.nodes ?? [], numbers);
  const known = new Set(first.map(({ id }) => id));
  const rest = (data[entity.many]?.nodes ?? []).filter(({ id }) => !known.has(id));
  return [
    ...first.map((row) => ({ ...rowOption(entity, row), isRecent: true })),
    ...rest.map((row) => rowOption(entity, row)),
  ];
}

const fits = (text: string) => {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return ({ label, context = '' }: RowOption) => {
    const shown = `${label} ${context}`.toLowerCase();
    return words.every((word) => shown.includes(word));
  };
};

/**
 * Options of an entity for the typed words: the first twenty in its own order, recent ones before them.
 *
 * @param only condition that every option fulfils, as the entity's list takes it
 */
export function useRowOptions(entity: UiEntity | undefined, only?: FilterInput) {
  const [text, setText] = useState('');
  const rested = useRested(text, 150);
  const query = useQuery({
    queryKey: ['options', entity?.name, only, rested],
    queryFn: ({ signal }) => (entity ? fetchOptions(entity, only, rested, signal) : Promise.resolve([])),
    placeholderData: keepPreviousData,
    enabled: entity !== undefined,
  });
  const known = query.data ?? [];
  // Until the answer is there, rows of the words before must not be taken for it.
  const options = rested === text && !query.isPlaceholderData ? known : known.filter(fits(text));
  // A note above options would move them from under the pointer when it goes.
  const isSearching = options.length === 0 && (query.isPending || query.isPlaceholderData || rested !== text);
  const note = query.isError ? messageOf(query.error) : isSearching ? 'Searching' : undefined;
  return { options, setText, note };
}
