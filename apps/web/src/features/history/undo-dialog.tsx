import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { messageOf, type UserError } from '../../api/errors.ts';
import { graphql } from '../../api/client.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { ChangeCounts, Refusals } from '../../generic/change-view.tsx';
import type { ObjectChange } from '../../generic/write.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Input } from '../../ui/input.tsx';
import { Alert, Bones } from '../../ui/panel.tsx';
import { notify, undoAction } from '../../ui/toast.tsx';
import { textClass } from '../../ui/text.tsx';
import { ago } from '../../ui/time.ts';
import { FieldDiffs, KnownNames } from './diff.tsx';
import css from './history.module.css';
import { inTheWay, type RevertAnswer, secretsLeft, sendRevert, type Target } from './revert.ts';
import { rereadAll } from './undo-host.tsx';

/** Updates that the preview shows field by field. */
const most = 20;
/** Obstacles that are listed. */
const mostInTheWay = 50;

/** The request that queues an undo that is too large to wait for. */
export function revertJobRequest(target: Target, reason: string) {
  const what = target.verb === 'objectRestore' ? { object: target.id } : { changeSet: target.id };
  return {
    query: `mutation RevertJob($input: JSON) { jobStart(name: "changeSetRevert", input: $input) { id number } }`,
    variables: { input: { ...what, ...(reason ? { reason } : {}) } },
  };
}

function Way({ error }: { error: UserError }) {
  const way = inTheWay(error);
  const later = way?.changeSets?.[0];
  return (
    <li>
      {error.message}{' '}
      {later ? (
        <Link to={`/core/change-sets/${later.number}`} className={textClass.link}>
          Change set #{later.number}, {ago(later.at)}
        </Link>
      ) : null}
    </li>
  );
}

/** What changed since, one object a line, each with the change set to look at. */
export function WhatIsInTheWay({ errors }: { errors: readonly UserError[] }) {
  const ways = errors.filter((error) => inTheWay(error) !== null);
  const others = errors.filter((error) => inTheWay(error) === null);
  return (
    <div className={css.stack}>
      <Refusals errors={others} />
      {ways.length > 0 ? (
        <Alert>
          <p>
            {ways.length === 1 ? 'One object was' : `${ways.length.toLocaleString('en')} objects were`} changed by
            somebody later. Undo those changes first; nothing is written until then.
          </p>
          <ul className={css.way}>
            {ways.slice(0, mostInTheWay).map((error, at) => (
              <Way key={`${error.path}${at}`} error={error} />
            ))}
          </ul>
          {ways.length > mostInTheWay ? <p>and {ways.length - mostInTheWay} more</p> : null}
        </Alert>
      ) : null}
    </div>
  );
}

function Updates({ changes }: { changes: readonly ObjectChange[] }) {
  const { byName } = useCatalogue();
  const updates = changes.filter(({ action }) => action.toLowerCase() === 'update').slice(0, most);
  return updates.map((change) => (
    <section key={change.id ?? change.display} className={css.way}>
      <strong>{change.display}</strong>
      <FieldDiffs entity={byName.get(change.type)} fields={change.fields} />
    </section>
  ));
}

/** What objects are called that come back only then, and have no page to be looked up on yet. */
function namesOf(changes: readonly ObjectChange[]): ReadonlyMap<string, string> {
  return new Map(changes.flatMap(({ id, display }) => (id && display ? [[id, display] as const] : [])));
}

function Preview({ answer }: { answer: RevertAnswer }) {
  if (answer.userErrors.length > 0) return <WhatIsInTheWay errors={answer.userErrors} />;
  if (answer.changes.length === 0) return <p>Everything is as it was already; there is nothing to undo.</p>;
  const secrets = secretsLeft(answer.unrestored);
  return (
    <div className={css.stack}>
      <ChangeCounts changes={answer.changes} />
      {secrets ? <Alert>{secrets}</Alert> : null}
      <KnownNames value={namesOf(answer.changes)}>
        <Updates changes={answer.changes} />
      </KnownNames>
    </div>
  );
}

function isTooLarge(answer: RevertAnswer | undefined): boolean {
  return answer?.userErrors.some(({ code }) => code === 'TOO_MANY_ROWS') ?? false;
}

function useUndo(target: Target, reason: string, onClose: () => void) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async (asJob: boolean) => {
      if (!asJob) return sendRevert(target, false, reason);
      const { data } = await graphql<{ jobStart: { number: number } }>(revertJobRequest(target, reason));
      void navigate({ to: `/core/jobs/${data.jobStart.number}` });
      return null;
    },
    onSuccess: (answer) => {
      if (answer && answer.userErrors.length > 0) return;
      onClose();
      if (!answer) return;
      rereadAll(client);
      notify('Undone', secretsLeft(answer.unrestored), undoAction('Redo'));
    },
  });
}

/** Shows what an undo would do, or what stands in its way, and does it. */
export function UndoDialog({ target, title, onClose }: { target: Target; title: string; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const preview = useQuery({
    queryKey: ['undo', target.verb, target.id],
    queryFn: () => sendRevert(target, true),
    staleTime: 0,
    gcTime: 0,
  });
  const undo = useUndo(target, reason, onClose);
  const answer = undo.data ?? preview.data;
  const asJob = isTooLarge(answer);
  const isOpen = asJob || (answer !== undefined && answer.userErrors.length === 0 && answer.changes.length > 0);
  const foot = (
    <>
      <Button onClick={onClose}>Close</Button>
      <Button tone="primary" disabled={!isOpen || undo.isPending} onClick={() => undo.mutate(asJob)}>
        {asJob ? 'Undo as a job' : 'Undo'}
      </Button>
    </>
  );
  const failed = undo.error ?? preview.error;
  return (
    <Dialog open onClose={onClose} title={title} width={680} foot={foot}>
      <div className={css.stack}>
        {preview.isPending ? <Bones lines={4} /> : null}
        {failed ? <Alert>{messageOf(failed)}</Alert> : null}
        {answer ? <Preview answer={answer} /> : null}
        {isOpen ? (
          <label className={css.reason}>
            <span>Reason, kept with the new change set</span>
            <Input value={reason} onChange={(event) => setReason(event.target.value)} />
          </label>
        ) : null}
      </div>
    </Dialog>
  );
}
