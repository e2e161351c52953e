import { useMutation, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import { capital } from '../../catalogue/catalogue.ts';
import type { UiEntity, UiField } from '../../catalogue/types.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select } from '../../ui/input.tsx';
import { ErrorState } from '../../ui/panel.tsx';
import { notify } from '../../ui/toast.tsx';
import { widgetOf } from '../../widgets/registry.ts';
import type { FormValue } from '../../widgets/widget.ts';
import changeCss from '../changes.module.css';
import { ChangeTable, Refusals } from '../change-view.tsx';
import { updateWhereRequest } from '../query/documents.ts';
import type { FilterInput } from '../query/filter.ts';
import { sendWrite, type WriteAnswer } from '../write.ts';
import css from './bulk.module.css';

/** Which rows a bulk edit is for. */
export interface BulkTarget {
  entity: UiEntity;
  filter: FilterInput;
  count: number;
  label: string;
}

type Draft = Record<string, FormValue>;

/** Lines of before and after that a preview shows. */
const previewLines = 40;

/** Turns the draft into the `set` object; null while a value cannot be sent. */
export function bulkSet(fields: readonly UiField[], draft: Draft): Record<string, unknown> | null {
  const set: Record<string, unknown> = {};
  for (const field of fields) {
    const outcome = widgetOf(field.kind).toInput(draft[field.name] ?? null, field);
    if (!outcome.ok) return null;
    set[field.name] = outcome.value;
  }
  return fields.length > 0 ? set : null;
}

function FieldLine({ field, value, onChange, onRemove }: {
  field: UiField;
  value: FormValue;
  onChange: (value: FormValue) => void;
  onRemove: () => void;
}) {
  const { Input } = widgetOf(field.kind);
  const id = `bulk-${field.name}`;
  return (
    <div className={css.line}>
      <label htmlFor={id}>{capital(field.label)}</label>
      <Input
        field={field}
        id={id}
        value={value}
        onChange={onChange}
        onBlur={() => undefined}
        invalid={false}
        describedBy={undefined}
      />
      <IconButton label={`Leave ${field.label} as it is`} onClick={onRemove}>
        <X size={14} />
      </IconButton>
    </div>
  );
}

function Answer({ answer, count }: { answer: WriteAnswer; count: number }) {
  if (answer.userErrors.length > 0) return <Refusals errors={answer.userErrors} />;
  const changes = answer.changes ?? [];
  return (
    <>
      <p>
        {changes.length} of {count} rows change.
      </p>
      <ChangeTable changes={changes} limit={previewLines} />
    </>
  );
}

function useBulkWrite({ entity, filter, count, label }: BulkTarget, onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ set, dryRun }: { set: Record<string, unknown>; dryRun: boolean }) =>
      sendWrite(
        entity,
        'UpdateWhere',
        updateWhereRequest({ entity, filter, set, expectedCount: count, dryRun, changes: previewLines }),
      ),
    onSuccess: (answer) => {
      if (answer.dryRun || answer.userErrors.length > 0) return;
      void client.invalidateQueries();
      notify(`Changed ${label}`);
      onDone();
    },
  });
}

/** Sets chosen fields on many rows: fields, preview, then apply. */
export function BulkEdit({ target, onClose }: { target: BulkTarget; onClose: () => void }) {
  const [names, setNames] = useState<string[]>([]);
  const [draft, setDraft] = useState<Draft>({});
  const write = useBulkWrite(target, onClose);
  const editable = target.entity.fields.filter((field) => field.input && !field.immutable);
  const chosen = editable.filter((field) => names.includes(field.name));
  const set = bulkSet(chosen, draft);
  const previewed = write.data?.dryRun === true && write.data.userErrors.length === 0;
  const change = (next: Draft) => {
    setDraft(next);
    write.reset();
  };
  const free = editable.filter((field) => !names.includes(field.name));
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Edit ${target.label}`}
      width={680}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button disabled={!set || write.isPending} onClick={() => set && write.mutate({ set, dryRun: true })}>
            Preview
          </Button>
          <Button
            tone="primary"
            disabled={!set || !previewed || write.isPending}
            onClick={() => set && write.mutate({ set, dryRun: false })}
          >
            Apply
          </Button>
        </>
      }
    >
      <div className={changeCss.stack}>
        {chosen.map((field) => (
          <FieldLine
            key={field.name}
            field={field}
            value={draft[field.name] ?? widgetOf(field.kind).toForm(null)}
            onChange={(value) => change({ ...draft, [field.name]: value })}
            onRemove={() => {
              setNames(names.filter((name) => name !== field.name));
              change(draft);
            }}
          />
        ))}
        <Select
          aria-label="Field to change"
          value=""
          options={[
            { value: '', label: 'Choose a field to change' },
            ...free.map((field) => ({ value: field.name, label: capital(field.label) })),
          ]}
          onChange={(event) => setNames([...names, event.target.value])}
        />
        {write.isError ? <ErrorState error={write.error} /> : null}
        {write.data ? <Answer answer={write.data} count={target.count} /> : null}
      </div>
    </Dialog>
  );
}
