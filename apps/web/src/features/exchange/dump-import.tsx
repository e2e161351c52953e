import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/input.tsx';
import { Card } from '../../ui/panel.tsx';
import css from './exchange.module.css';
import { FileDrop } from './file-drop.tsx';
import { ImportRunView } from './import-run.tsx';
import { useImport } from './use-import.ts';

/** An import of a whole file by a job that takes `fileId`, `dryRun` and switches of its own. */
export interface FileImport {
  /** Name of the job. */
  job: string;
  title: string;
  /** What the file is, in a sentence or two. */
  about: string;
  fileLabel: string;
  accept: string;
  /** Switches by input name. */
  switches: readonly { name: string; label: string }[];
}

/** The dump of a NetBox database. */
export const netboxImport: FileImport = {
  job: 'importNetbox',
  title: 'NetBox dump',
  about:
    'A plain pg_dump of a NetBox database. Numbers and timestamps are kept; what has no place here is stored as it came and listed. Running it again changes nothing.',
  fileLabel: 'Dump (.sql)',
  accept: '.sql,.dump,.txt',
  switches: [{ name: 'overwrite', label: 'Take the values of the dump over those that people changed here' }],
};

/** Types of the community's device-type library. */
export const libraryImport: FileImport = {
  job: 'importLibrary',
  title: 'Device-type library',
  about: 'A YAML file of a device, module or rack type, or a tar of a whole library folder with its pictures.',
  fileLabel: 'YAML or tar',
  accept: '.yaml,.yml,.tar,.gz,.tgz',
  switches: [],
};

function Actions({ disabled, onStart }: { disabled: boolean; onStart: (dryRun: boolean) => void }) {
  return (
    <div className={css.actions}>
      <Button disabled={disabled} onClick={() => onStart(true)}>
        Preview
      </Button>
      <Button tone="primary" disabled={disabled} onClick={() => onStart(false)}>
        Import
      </Button>
      <span className={css.help}>A preview goes through everything and keeps nothing.</span>
    </div>
  );
}

/** Brings a whole file: preview or import, then its report. */
export function DumpImport({ kind }: { kind: FileImport }) {
  const run = useImport(kind.job);
  const [file, setFile] = useState<File | null>(null);
  const [on, setOn] = useState<Readonly<Record<string, boolean>>>({});
  const start = (dryRun: boolean) => {
    if (file) run.start(file, { ...on, dryRun });
  };
  return (
    <div className={css.page}>
      <Card title={kind.title}>
        <div className={css.page}>
          <p>{kind.about}</p>
          <FileDrop
            label={kind.fileLabel}
            accept={kind.accept}
            onFile={(next) => {
              run.reset();
              setFile(next);
            }}
          />
          {kind.switches.map(({ name, label }) => (
            <label key={name} className={css.check}>
              <Checkbox
                checked={on[name] ?? false}
                onChange={({ target }) => setOn({ ...on, [name]: target.checked })}
              />
              {label}
            </label>
          ))}
          <Actions disabled={!file || run.isBusy} onStart={start} />
        </div>
      </Card>
      <ImportRunView run={run} />
    </div>
  );
}
