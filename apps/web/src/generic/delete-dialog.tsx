import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { UserError } from '../api/errors.ts';
import type { UiEntity } from '../catalogue/types.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Checkbox, Input } from '../ui/input.tsx';
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

/** A refusal that only asks: the write goes through once its code is accepted. */
const isQuestion = ({ details }: UserError) => (details as { acceptable?: boolean } | null)?.acceptable === true;

function useRemove({ entity, filter, count, label }: DeleteTarget, accept: readonly string[], onDone: () => void) {
  const client = useQueryClient();
  const ask = { entity, filter, expectedCount: count, dryRun: false, changes: 0, accept };
  return useMutation({
    mutationFn: () => sendWrite(entity, 'Delete', deleteRequest(ask)),
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

/** What the delete asks before it takes more along, and the answer. */
function Questions({
  asked,
  agreed,
  onAgree,
}: {
  asked: readonly UserError[];
  agreed: boolean;
  onAgree: (agreed: boolean) => void;
}) {
  return (
    <>
      <Refusals errors={asked} />
      <label>
        <Checkbox checked={agreed} onChange={(event) => onAgree(event.target.checked)} /> Delete that as well
      </label>
    </>
  );
}

/** The look ahead, what it asks, and the delete once that is agreed to. */
function useDelete(target: DeleteTarget, onDone: () => void) {
  const [agreed, setAgreed] = useState(false);
  const preview = usePreview(target);
  const refused = preview.data?.userErrors ?? [];
  const asked = refused.filter(isQuestion);
  const remove = useRemove(target, agreed ? [...new Set(asked.map(({ code }) => code))] : [], onDone);
  const errors = [...refused.filter((error) => !isQuestion(error)), ...(remove.data?.userErrors ?? [])];
  return { preview, remove, asked, agreed, setAgreed, errors, isAnswered: asked.length === 0 || agreed };
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
  const { preview, remove, asked, agreed, setAgreed, errors, isAnswered } = useDelete(target, onDone);
  const changes = preview.data?.changes ?? [];
  const fine = preview.isSuccess && errors.length === 0;
  const mustType = changes.length - target.count > typedAbove;
  const ready = fine && isAnswered && (!mustType || typed === String(changes.length));
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
        {fine && asked.length > 0 ? <Questions asked={asked} agreed={agreed} onAgree={setAgreed} /> : null}
        {fine ? <Preview changes={changes} count={target.count} /> : null}
        {fine && mustType ? <Confirm count={changes.length} typed={typed} onType={setTyped} /> : null}
      </div>
    </Dialog>
  );
}
