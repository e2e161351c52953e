import { useMutation, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { Suspense, useState } from 'react';
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
import { customPrefix, type FilterInput } from '../query/filter.ts';
import { sendWrite, type WriteAnswer } from '../write.ts';
import css from './bulk.module.css';

/** Which rows a bulk edit is for. */
export interface BulkTarget {
  entity: UiEntity;
  filter: FilterInput;
  count: number;
  label: string;
}

/** The fields to set, in the order they were chosen, with their values. */
type Draft = readonly (readonly [field: UiField, value: FormValue])[];

/** Lines of before and after that a preview shows. */
const previewLines = 40;

/** Turns the draft into the `set` object; null while it is empty or a value cannot be sent. */
export function bulkSet(draft: Draft, custom: readonly UiField[] = []): Record<string, unknown> | null {
  const set: Record<string, unknown> = {};
  const customFields: Record<string, unknown> = {};
  for (const [field, value] of draft) {
    const outcome = widgetOf(field.kind).toInput(value, field);
    if (!outcome.ok) return null;
    if (custom.includes(field)) customFields[field.name] = outcome.value;
    else set[field.name] = outcome.value;
  }
  if (Object.keys(customFields).length > 0) set['customFields'] = customFields;
  return draft.length > 0 ? set : null;
}

function FieldLine({
  field,
  value,
  onChange,
  onRemove,
}: {
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
      <Suspense>
        <Input {...{ field, id, value, onChange, invalid: false, describedBy: undefined }} onBlur={() => undefined} />
      </Suspense>
      <IconButton label={`Leave ${field.label} as it is`} onClick={onRemove}>
        <X size={14} />
      </IconButton>
    </div>
  );
}

function DraftFields({
  entity,
  draft,
  onChange,
}: {
  entity: UiEntity;
  draft: Draft;
  onChange: (draft: Draft) => void;
}) {
  const free = [...entity.fields, ...(entity.custom ?? [])].filter(
    (field) => field.input && !field.immutable && !field.fixed && !draft.some(([chosen]) => chosen === field),
  );
  const keyOf = (field: UiField) => (entity.custom?.includes(field) ? customPrefix + field.name : field.name);
  const add = (key: string) => {
    const field = free.find((candidate) => keyOf(candidate) === key);
    if (field) onChange([...draft, [field, widgetOf(field.kind).toForm(null)]]);
  };
  return (
    <>
      {draft.map(([field, value]) => (
        <FieldLine
          key={field.name}
          field={field}
          value={value}
          onChange={(next) => onChange(draft.map((line) => (line[0] === field ? [field, next] : line)))}
          onRemove={() => onChange(draft.filter((line) => line[0] !== field))}
        />
      ))}
      <Select
        aria-label="Field to change"
        value=""
        options={[
          { value: '', label: 'Choose a field to change' },
          ...free.map((field) => ({ value: keyOf(field), label: capital(field.label) })),
        ]}
        onChange={(event) => add(event.target.value)}
      />
    </>
  );
}

function Answer({ answer, count }: { answer: WriteAnswer; count: number }) {
  if (answer.userErrors.length > 0) return <Refusals errors={answer.userErrors} />;
  const changes = answer.changes ?? [];
  const shown =
    changes.length < previewLines
      ? `${changes.length} of ${count} rows change.`
      : `The first changes of ${count} rows:`;
  return (
    <>
      <p>{shown}</p>
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
      void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'catalogue' });
      notify(`Changed ${label}`);
      onDone();
    },
  });
}

/** Sets chosen fields on many rows: fields, preview, then apply. */
export function BulkEdit({ target, onClose }: { target: BulkTarget; onClose: () => void }) {
  const [draft, setDraft] = useState<Draft>([]);
  const write = useBulkWrite(target, onClose);
  const set = bulkSet(draft, target.entity.custom);
  const previewed = write.data?.dryRun === true && write.data.userErrors.length === 0;
  const send = (dryRun: boolean) => set && write.mutate({ set, dryRun });
  const change = (next: Draft) => {
    setDraft(next);
    write.reset();
  };
  const foot = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button disabled={!set || write.isPending} onClick={() => send(true)}>
        Preview
      </Button>
      <Button tone="primary" disabled={!set || !previewed || write.isPending} onClick={() => send(false)}>
        Apply
      </Button>
    </>
  );
  return (
    <Dialog open onClose={onClose} title={`Edit ${target.label}`} width={680} foot={foot}>
      <div className={changeCss.stack}>
        <DraftFields entity={target.entity} draft={draft} onChange={change} />
        {write.isError ? <ErrorState error={write.error} /> : null}
        {write.data ? <Answer answer={write.data} count={target.count} /> : null}
      </div>
    </Dialog>
  );
}
