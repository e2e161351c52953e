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
  /** Files that may go along, by the input that takes their ids. */
  attachments: readonly { input: string; label: string; accept: string; many: boolean }[];
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
  attachments: [
    { input: 'mediaFileIds', label: 'Media folders (.tar, .tar.gz)', accept: '.tar,.gz,.tgz', many: true },
    { input: 'configurationFileId', label: 'Settings (configuration.py)', accept: '.py,.txt', many: false },
  ],
};

/** Types of the community's device-type library. */
export const libraryImport: FileImport = {
  job: 'importLibrary',
  title: 'Device-type library',
  about: 'A YAML file of a device, module or rack type, or a tar of a whole library folder with its pictures.',
  fileLabel: 'YAML or tar',
  accept: '.yaml,.yml,.tar,.gz,.tgz',
  switches: [],
  attachments: [],
};

/** A whole organization, as `exportArchive` writes it. */
export const archiveImport: FileImport = {
  job: 'importArchive',
  title: 'Archive of an organization',
  about:
    'Everything that an export of a whole organization holds, with its files. It goes into an organization without rows, unless it is to be merged.',
  fileLabel: 'Archive',
  accept: '.tar,.gz,.tgz,.plumbline',
  switches: [
    { name: 'merge', label: 'Merge with the rows that are here; rows with the same natural key become one' },
    { name: 'overwrite', label: 'Take the values of the archive over those that people changed here' },
  ],
  attachments: [],
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

/** Files chosen to go along, by input. */
interface Along {
  input: string;
  files: readonly File[];
}

function Files({
  kind: { fileLabel, accept: endings, attachments },
  onFile,
  onAlong,
}: {
  kind: FileImport;
  onFile: (file: File | null) => void;
  onAlong: (along: Along) => void;
}) {
  return (
    <>
      <FileDrop label={fileLabel} accept={endings} onFiles={([next = null]) => onFile(next)} />
      {attachments.map(({ input, label, accept, many }) => (
        <FileDrop key={input} {...{ label, accept, many }} onFiles={(files) => onAlong({ input, files })} />
      ))}
    </>
  );
}

function Switches({
  switches,
  on,
  onChange,
}: {
  switches: FileImport['switches'];
  on: Readonly<Record<string, boolean>>;
  onChange: (on: Readonly<Record<string, boolean>>) => void;
}) {
  return switches.map(({ name, label }) => (
    <label key={name} className={css.check}>
      <Checkbox checked={on[name] ?? false} onChange={({ target }) => onChange({ ...on, [name]: target.checked })} />
      {label}
    </label>
  ));
}

/** Brings a whole file: preview or import, then its report. */
export function DumpImport({ kind }: { kind: FileImport }) {
  const run = useImport(kind.job);
  const [file, setFile] = useState<File | null>(null);
  const [on, setOn] = useState<Readonly<Record<string, boolean>>>({});
  const [along, setAlong] = useState<Readonly<Record<string, readonly File[]>>>({});
  const start = (dryRun: boolean) => {
    const attached = kind.attachments.map(({ input, many }) => ({ input, many, files: along[input] ?? [] }));
    const given = attached.filter(({ files }) => files.length > 0);
    if (file) run.start(file, { ...on, dryRun }, given);
  };
  // Other files are another import: what the last one said no longer holds.
  const afresh =
    <T,>(change: (value: T) => void) =>
    (value: T) => {
      run.reset();
      change(value);
    };
  return (
    <div className={css.page}>
      <Card title={kind.title}>
        <div className={css.page}>
          <p>{kind.about}</p>
          <Files
            kind={kind}
            onFile={afresh(setFile)}
            onAlong={afresh(({ input, files }: Along) => setAlong({ ...along, [input]: files }))}
          />
          <Switches switches={kind.switches} on={on} onChange={setOn} />
          <Actions disabled={!file || run.isBusy} onStart={start} />
        </div>
      </Card>
      <ImportRunView run={run} />
    </div>
  );
}
