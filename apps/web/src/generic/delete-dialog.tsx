import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { UiEntity } from '../catalogue/types.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Input } from '../ui/input.tsx';
import { Bones, ErrorState } from '../ui/panel.tsx';
import { notify } from '../ui/toast.tsx';
import css from './changes.module.css';
import { ChangeCounts, Refusals } from './change-view.tsx';
import { deleteRequest } from './query/documents.ts';
import type { FilterInput } from './query/filter.ts';
import { type ObjectChange, sendWrite } from './write.ts';

/** Dependants above which the count has to be typed. */
const typedAbove = 20;
/** Most changes a preview lists. */
const previewChanges = 1000;

/** What is to be deleted. */
export interface DeleteTarget {
  entity: UiEntity;
  filter: FilterInput;
  count: number;
  /** How it is called in the question: a name, or "318 devices". */
  label: string;
}

function usePreview({ entity, filter, count }: DeleteTarget) {
  const request = deleteRequest({
    entity, filter, expectedCount: count, dryRun: true, changes: previewChanges,
  });
  return useQuery({
    queryKey: ['delete-preview', request],
    queryFn: () => sendWrite(entity, 'Delete', request),
    gcTime: 0,
    staleTime: 0,
    retry: false,
  });
}

function Preview({ changes, count }: { changes: readonly ObjectChange[]; count: number }) {
  const dependants = changes.length - count;
  return (
    <>
      <p>
        {dependants > 0
          ? 'This goes along, recorded and restorable from the history:'
          : 'Nothing else is touched. The history keeps the last values.'}
      </p>
      <ChangeCounts changes={changes} />
    </>
  );
}

/** Shows what a delete takes along, then deletes. */
export function DeleteDialog({
  target,
  onClose,
  onDone,
}: {
  target: DeleteTarget;
  onClose: () => void;
  onDone: () => void;
}) {
  const { entity, filter, count, label } = target;
  const client = useQueryClient();
  const [typed, setTyped] = useState('');
  const preview = usePreview(target);
  const remove = useMutation({
    mutationFn: () =>
      sendWrite(
        entity,
        'Delete',
        deleteRequest({ entity, filter, expectedCount: count, dryRun: false, changes: 0 }),
      ),
    onSuccess: (answer) => {
      if (answer.userErrors.length > 0) return;
      void client.invalidateQueries();
      notify(`Deleted ${label}`);
      onDone();
    },
  });
  const changes = preview.data?.changes ?? [];
  const errors = [...(preview.data?.userErrors ?? []), ...(remove.data?.userErrors ?? [])];
  const mustType = changes.length - count > typedAbove;
  const ready = preview.isSuccess && errors.length === 0 && (!mustType || typed === String(changes.length));
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Delete ${label}?`}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="danger" disabled={!ready || remove.isPending} onClick={() => remove.mutate()}>
            Delete
          </Button>
        </>
      }
    >
      <div className={css.stack}>
        {preview.isPending ? <Bones lines={3} /> : null}
        {preview.isError ? <ErrorState error={preview.error} onRetry={() => void preview.refetch()} /> : null}
        {remove.isError ? <ErrorState error={remove.error} /> : null}
        <Refusals errors={errors} />
        {preview.isSuccess && errors.length === 0 ? <Preview changes={changes} count={count} /> : null}
        {mustType && errors.length === 0 ? (
          <label>
            Type {changes.length} to confirm
            <Input value={typed} onChange={(event) => setTyped(event.target.value)} />
          </label>
        ) : null}
      </div>
    </Dialog>
  );
}
