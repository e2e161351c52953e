import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRested } from '../../ui/use-rested.ts';
import { type BulkAnswer, type BulkVerb, sendBulk } from './requests.ts';

/** How long typing rests before a preview is asked for, in ms. */
const restMs = 200;

/**
 * A bulk change of cables with its preview, which is the change itself as a dry run.
 *
 * @param input null while there is nothing to ask
 * @param onSaved called with the answer once everything stands; after a refusal the preview is asked for again
 */
export function useBulk<T extends BulkAnswer>(verb: BulkVerb, input: unknown, onSaved: (answer: T) => void) {
  const client = useQueryClient();
  const key = JSON.stringify(input);
  const rested = useRested(key, restMs);
  const preview = useQuery({
    queryKey: ['cabling-preview', verb, rested],
    enabled: rested !== 'null',
    queryFn: ({ signal }) => sendBulk<T>(verb, JSON.parse(rested), { dryRun: true }, signal),
    placeholderData: keepPreviousData,
    gcTime: 0,
    staleTime: 0,
    retry: false,
  });
  const save = useMutation({
    mutationFn: (skip: boolean) => sendBulk<T>(verb, input, skip ? { mode: 'PER_ROW' } : {}),
    onSuccess: (answer) => {
      // Someone else was faster: the preview says what stands in the way now.
      if (answer.changeSetId === null) return void preview.refetch();
      void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'catalogue' });
      onSaved(answer);
    },
  });
  // What is shown belongs to what is typed.
  const isCurrent = preview.isSuccess && !preview.isPlaceholderData && rested === key;
  return { preview: { ...preview, data: input === null ? undefined : preview.data }, isCurrent, save };
}
