import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { capital, entityPath } from '../../catalogue/catalogue.ts';
import type { UiEntity } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Checkbox, Select } from '../../ui/input.tsx';
import { Card } from '../../ui/panel.tsx';
import { Picker } from '../../ui/picker.tsx';
import css from './exchange.module.css';
import { FileDrop } from './file-drop.tsx';
import { ImportRunView } from './import-run.tsx';
import { isRowReport } from './row-report.tsx';
import { type ImportRun, useImport } from './use-import.ts';

interface Options {
  mode: string;
  delimiter: string;
  perRow: boolean;
}

const modes = [
  { value: 'UPSERT', label: 'Create or change' },
  { value: 'CREATE', label: 'Create only' },
  { value: 'UPDATE', label: 'Change only' },
];

const delimiters = [
  { value: '', label: 'found out' },
  { value: ',', label: 'comma' },
  { value: ';', label: 'semicolon' },
  { value: '\t', label: 'tab' },
  { value: '|', label: 'bar' },
];

function Field({ id, label, help, children }: { id: string; label: string; help?: string; children: ReactNode }) {
  return (
    <div className={css.field}>
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      {children}
      {help ? <span className={css.help}>{help}</span> : null}
    </div>
  );
}

function TypePicker({ entity, onChange }: { entity: UiEntity | undefined; onChange: (name: string) => void }) {
  const catalogue = useCatalogue();
  const options = catalogue.entities
    .filter((candidate) => !candidate.readOnly)
    .map((candidate) => ({ value: candidate.name, label: capital(candidate.plural), context: candidate.name }))
    .sort((left, right) => left.label.localeCompare(right.label));
  return (
    <Picker
      id="import-type"
      label="type"
      options={options}
      value={options.find((option) => option.value === entity?.name) ?? null}
      onChange={(option) => onChange(option?.value ?? '')}
      placeholder="Find a type"
    />
  );
}

function OptionFields({ options, onChange }: { options: Options; onChange: (part: Partial<Options>) => void }) {
  return (
    <>
      <Field id="import-mode" label="Mode" help="Rows are found by id, number or natural key">
        <Select
          id="import-mode"
          value={options.mode}
          options={modes}
          onChange={({ target }) => onChange({ mode: target.value })}
        />
      </Field>
      <Field id="import-delimiter" label="Delimiter" help="Of CSV; JSON and YAML are told by the file's name">
        <Select
          id="import-delimiter"
          value={options.delimiter}
          options={delimiters}
          onChange={({ target }) => onChange({ delimiter: target.value })}
        />
      </Field>
      <label className={css.check}>
        <Checkbox checked={options.perRow} onChange={({ target }) => onChange({ perRow: target.checked })} />
        Save the rows that are fine although others are refused
      </label>
    </>
  );
}

/** What may be done now: preview first, then save; a preview that found nothing wrong invites to go on. */
function Actions({
  run,
  isReady,
  perRow,
  entity,
  onStart,
}: {
  run: ImportRun;
  isReady: boolean;
  perRow: boolean;
  entity: UiEntity | undefined;
  onStart: (dryRun: boolean) => void;
}) {
  const report = isRowReport(run.job?.result) ? run.job.result : null;
  const canRun = isReady && entity !== undefined && !run.isBusy;
  const isSaved = report?.saved === true;
  const mayRun = report?.dryRun === true && (report.errorCount === 0 || perRow);
  return (
    <div className={css.actions}>
      <Button disabled={!canRun} onClick={() => onStart(true)}>
        Preview
      </Button>
      <Button tone="primary" disabled={!canRun || !mayRun} onClick={() => onStart(false)}>
        Import
      </Button>
      {mayRun || isSaved ? null : <span className={css.help}>A preview comes first; it saves nothing.</span>}
      {isSaved && entity ? (
        <Link to={`/${entityPath(entity)}`} className={buttonClass('plain')}>
          Show {entity.plural}
        </Link>
      ) : null}
    </div>
  );
}

/** Endings that the file dialog offers. */
const endings = '.csv,.tsv,.txt,.json,.jsonl,.ndjson,.yaml,.yml';

/** Brings rows of one type from CSV, JSON or YAML: file, options, preview, import. */
export function RowsImport({ type, onType }: { type: string; onType: (type: string) => void }) {
  const catalogue = useCatalogue();
  const entity = catalogue.byName.get(type);
  const run = useImport('importRows');
  const [file, setFile] = useState<File | null>(null);
  const [options, setOptions] = useState<Options>({ mode: 'UPSERT', delimiter: '', perRow: false });
  const start = (dryRun: boolean) => {
    const { mode, delimiter, perRow } = options;
    if (file && entity) run.start(file, { type: entity.name, mode, perRow, dryRun, delimiter: delimiter || null });
  };
  // Another file, type or option is another import: what the last one said no longer holds.
  const afresh =
    <T,>(change: (value: T) => void) =>
    (value: T) => {
      run.reset();
      change(value);
    };
  return (
    <div className={css.page}>
      <Card title="What and how">
        <div className={css.page}>
          <div className={css.fields}>
            <Field id="import-type" label="Type">
              <TypePicker entity={entity} onChange={afresh(onType)} />
            </Field>
            <OptionFields options={options} onChange={afresh((part) => setOptions({ ...options, ...part }))} />
          </div>
          <FileDrop
            label="CSV, JSON or YAML"
            accept={endings}
            pastes
            onFiles={afresh((files: readonly File[]) => setFile(files[0] ?? null))}
          />
          <Actions {...{ run, entity }} isReady={file !== null} perRow={options.perRow} onStart={start} />
        </div>
      </Card>
      <ImportRunView run={run} />
    </div>
  );
}
