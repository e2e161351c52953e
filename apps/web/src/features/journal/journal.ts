import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { graphql, type GraphqlRequest } from '../../api/client.ts';
import type { Row, UiEntity } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { createRequest, deleteRequest } from '../../generic/query/documents.ts';
import { sendWrite, type WriteAnswer } from '../../generic/write.ts';

/** Registered name of notes. */
export const journalType = 'extras.JournalEntry';

/** A dated note on an object. */
export interface Note {
  id: string;
  number: number;
  kind: string;
  comments: string;
  authorName: string | null;
  created: string;
}

/** Notes that are asked for at once. */
export const notesLength = 25;

/** Notes on an object, the newest first. */
export function notesRequest(type: string, id: string, first: number): GraphqlRequest {
  return {
    query: `query Notes($filter: JournalEntryFilter, $first: Int) {
  journalEntries(filter: $filter, first: $first, orderBy: [{ field: "created", direction: DESC }]) {
    totalCount
    nodes { id number kind comments authorName created }
  }
}`,
    variables: { filter: { objectType: { eq: type }, objectId: { eq: id } }, first },
  };
}

const notesKey = (type: string, id: string) => ['notes', type, id];

/** Notes on an object. */
export function useNotes(entity: UiEntity, row: Row, first: number) {
  return useQuery({
    queryKey: [...notesKey(entity.name, row.id), first],
    queryFn: async ({ signal }) => {
      type Reply = { journalEntries: { totalCount: number; nodes: Note[] } };
      return (await graphql<Reply>(notesRequest(entity.name, row.id, first), signal)).data.journalEntries;
    },
  });
}

function useWrite<T>(entity: UiEntity, row: Row, write: (journal: UiEntity, value: T) => Promise<WriteAnswer>) {
  const client = useQueryClient();
  const journal = useCatalogue().byName.get(journalType);
  return useMutation({
    mutationFn: async (value: T): Promise<WriteAnswer> => {
      if (!journal) throw new Error('This server keeps no notes.');
      return write(journal, value);
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: notesKey(entity.name, row.id) });
      void client.invalidateQueries({ queryKey: ['detail', entity.name] });
    },
  });
}

/** Writes a note on an object. */
export function useAddNote(entity: UiEntity, row: Row) {
  return useWrite<Pick<Note, 'kind' | 'comments'>>(entity, row, (journal, note) =>
    sendWrite(journal, 'Create', createRequest(journal, [{ objectType: entity.name, objectId: row.id, ...note }])),
  );
}

/** Deletes a note. */
export function useDeleteNote(entity: UiEntity, row: Row) {
  return useWrite<string>(entity, row, (journal, id) =>
    sendWrite(
      journal,
      'Delete',
      deleteRequest({ entity: journal, filter: { id: { eq: id } }, expectedCount: 1, dryRun: false, changes: 0 }),
    ),
  );
}
