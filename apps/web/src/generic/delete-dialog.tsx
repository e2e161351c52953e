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
    entity,
    filter,
    expectedCount: count,
    dryRun: true,
    changes: previewChanges,
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

function useRemove({ entity, filter, count, label }: DeleteTarget, onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      sendWrite(entity, 'Delete', deleteRequest({ entity, filter, expectedCount: count, dryRun: false, changes: 0 })),
    onSuccess: (answer) => {
      if (answer.userErrors.length > 0) return;
      void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'catalogue' });
      notify(`Deleted ${label}`);
      onDone();
    },
  });
}

function Confirm({ count, typed, onType }: { count: number; typed: string; onType: (typed: string) => void }) {
  return (
    <label>
      Type {count} to confirm
      <Input value={typed} onChange={(event) => onType(event.target.value)} />
    </label>
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
  const [typed, setTyped] = useState('');
  const preview = usePreview(target);
  const remove = useRemove(target, onDone);
  const changes = preview.data?.changes ?? [];
  const errors = [...(preview.data?.userErrors ?? []), ...(remove.data?.userErrors ?? [])];
  const fine = preview.isSuccess && errors.length === 0;
  const mustType = changes.length - target.count > typedAbove;
  const ready = fine && (!mustType || typed === String(changes.length));
  const foot = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button tone="danger" disabled={!ready || remove.isPending} onClick={() => remove.mutate()}>
        Delete
      </Button>
    </>
  );
  return (
    <Dialog open onClose={onClose} title={`Delete ${target.label}?`} foot={foot}>
      <div className={css.stack}>
        {preview.isPending ? <Bones lines={3} /> : null}
        {preview.isError ? <ErrorState error={preview.error} onRetry={() => void preview.refetch()} /> : null}
        {remove.isError ? <ErrorState error={remove.error} /> : null}
        <Refusals errors={errors} />
        {fine ? <Preview changes={changes} count={target.count} /> : null}
        {fine && mustType ? <Confirm count={changes.length} typed={typed} onType={setTyped} /> : null}
      </div>
    </Dialog>
  );
}
