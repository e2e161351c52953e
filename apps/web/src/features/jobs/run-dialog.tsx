import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { messageOf } from '../../api/errors.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select } from '../../ui/input.tsx';
import { Alert, Bones, ErrorState } from '../../ui/panel.tsx';
import account from '../account/account.module.css';
import {
  inputOf,
  type InputValues,
  type JobDefinition,
  needsFile,
  startInput,
  useJobDefinitions,
} from './definitions.ts';
import { InputFields } from './input-fields.tsx';
import { startJob } from './job.ts';
import css from './jobs.module.css';

/** What the form holds, and how it is sent. */
function useRun(definitions: readonly JobDefinition[], onClose: () => void) {
  const navigate = useNavigate();
  const [name, setName] = useState(definitions[0]?.name ?? '');
  const definition = definitions.find((candidate) => candidate.name === name);
  const [values, setValues] = useState<InputValues>(definition ? startInput(definition) : {});
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const start = useMutation({
    mutationFn: (input: Record<string, unknown>) => startJob(name, input),
    onSuccess: (job) => {
      onClose();
      void navigate({ to: `/core/jobs/${job.number}` });
    },
  });
  const choose = (next: string) => {
    const chosen = definitions.find((candidate) => candidate.name === next);
    setName(next);
    setValues(chosen ? startInput(chosen) : {});
    setProblems({});
    start.reset();
  };
  const send = () => {
    if (!definition) return;
    const { input, problems: found } = inputOf(definition, values);
    setProblems(found);
    if (Object.keys(found).length === 0) start.mutate(input);
  };
  return { definition, values, setValues, problems, start, choose, send };
}

function Form({ definitions, onClose }: { definitions: readonly JobDefinition[]; onClose: () => void }) {
  const { definition, values, setValues, problems, start, choose, send } = useRun(definitions, onClose);
  if (!definition) return <p>There is no job that you may start here.</p>;
  return (
    <div className={css.form}>
      <div className={account.field}>
        <label htmlFor="job-name">Job</label>
        <Select
          id="job-name"
          value={definition.name}
          options={definitions.map((each) => ({ value: each.name, label: each.label }))}
          onChange={({ target }) => choose(target.value)}
        />
      </div>
      {definition.description ? <p className={css.about}>{definition.description}</p> : null}
      <InputFields definition={definition} values={values} problems={problems} onChange={setValues} />
      {start.isError ? <Alert>{messageOf(start.error)}</Alert> : null}
      <div className={css.tools}>
        <Button tone="primary" disabled={start.isPending} onClick={send}>
          Start
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </div>
  );
}

/** Starts a job of one's choice; those that take a file are started where it is uploaded. */
export function RunDialog({ onClose }: { onClose: () => void }) {
  const { data, error, refetch } = useJobDefinitions();
  const startable = data?.filter((definition) => definition.mayStart && !needsFile(definition));
  return (
    <Dialog open onClose={onClose} title="Run a job" startAt="job-name">
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {startable ? <Form definitions={startable} onClose={onClose} /> : <Bones lines={4} />}
    </Dialog>
  );
}
