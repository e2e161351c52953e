import { types } from 'pg';
import type { Fields } from './codec.ts';
import type { ResultColumn } from './statement.ts';

/** Makes an object of a row's texts. */
export type RowDecoder = (fields: Fields) => object;

/** A decoder for rows with these columns: values by column name, as the driver reads their types. */
export const rowDecoder = (columns: readonly ResultColumn[]): RowDecoder => {
  const readers = columns.map(({ name, dataTypeID }) => ({ name, read: types.getTypeParser(dataTypeID, 'text') }));
  return (fields) => {
    const row: Record<string, unknown> = {};
    for (let i = 0; i < readers.length; i++) {
      const [reader, text] = [readers[i], fields[i] ?? null];
      if (reader) row[reader.name] = text === null ? null : (reader.read as (text: string) => unknown)(text);
    }
    return row;
  };
};
