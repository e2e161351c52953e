import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { UserError } from '../../api/errors.ts';
import { objectName, objectPath } from '../../catalogue/object-link.tsx';
import type { Row, UiEntity } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { PageHead } from '../../frame/page-head.tsx';
import { useReportStatus } from '../../frame/status-line.tsx';
import { Bones, EmptyState, ErrorState } from '../../ui/panel.tsx';
import { notify } from '../../ui/toast.tsx';
import { useDetail, useDetailOptions } from '../detail/use-detail.ts';
import { updateRequest } from '../query/documents.ts';
import { sendWrite } from '../write.ts';
import { type Comparison, compareEdits, mergeEdits } from './conflict.ts';
import { ConflictDialog } from './conflict-dialog.tsx';
import { EntityForm, type FormBody } from './entity-form.tsx';
import { type FormField, formFields, type FormValues, startValues, updateInput } from './values.ts';

/** An edit that came too late, with what it takes to go on. */
interface Late {
  comparison: Comparison;
  current: Row;
  mine: FormValues;
}

function useSave(entity: UiEntity, segment: string, onSaved: () => void) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const options = useDetailOptions(entity, segment);
  const send = async (row: Row, input: Record<string, unknown>): Promise<readonly UserError[]> => {
    const full = { id: row.id, rowVersion: row.rowVersion, ...input };
    const answer = await sendWrite(entity, 'Update', updateRequest(entity, [full]));
    if (answer.userErrors.length > 0) return answer.userErrors;
    onSaved();
    client.removeQueries({ queryKey: options.queryKey });
    void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'catalogue' });
    notify(`Saved ${entity.label} ${objectName(row)}`);
    void navigate({ to: objectPath(entity, row) });
    return [];
  };
  const reload = async () => (await client.fetchQuery({ ...options, staleTime: 0 })).row;
  return { send, reload };
}

/** The edit of one row: what it starts from, what it sends, and what happens when it comes too late. */
function useEdit(entity: UiEntity, row: Row, segment: string, fields: readonly FormField[]) {
  const catalogue = useCatalogue();
  const [isSaved, setSaved] = useState(false);
  const { send, reload } = useSave(entity, segment, () => setSaved(true));
  const [base, setBase] = useState(row);
  const [late, setLate] = useState<Late | null>(null);
  const [values, setValues] = useState<FormValues>();
  const start = startValues(catalogue, fields, base);
  const save = async (input: Record<string, unknown>, mine: FormValues) => {
    const errors = await send(base, input);
    if (!errors.some((error) => error.code === 'STALE_WRITE')) return errors;
    const current = await reload();
    if (!current) return errors;
    const theirs = startValues(catalogue, fields, current);
    setLate({ comparison: compareEdits(fields, start, mine, theirs), current, mine });
    return [];
  };
  const merge = async (takeTheirs: ReadonlySet<string>) => {
    if (!late) return;
    const theirs = startValues(catalogue, fields, late.current);
    const merged = mergeEdits(late.comparison, late.mine, theirs, takeTheirs);
    setBase(late.current);
    setValues(merged);
    setLate(null);
    const errors = await send(late.current, updateInput(fields, theirs, merged).input);
    if (errors[0]) notify('Not saved', errors[0].message);
  };
  const isBehind = !isSaved && row.rowVersion !== base.rowVersion;
  return { start, values, late, save, merge, forget: () => setLate(null), isBehind };
}

interface EditProps {
  entity: UiEntity;
  segment: string;
  body?: FormBody | undefined;
}

const behind =
  'Somebody saved this object since you opened it. What you type stays; when you save, fields that differ are shown side by side.';
const gone = 'Somebody deleted this object since you opened it. What you typed is still here to be copied.';

function EditForm({ entity, row, isGone, segment, body }: EditProps & { row: Row; isGone: boolean }) {
  const navigate = useNavigate();
  const fields = formFields(entity, 'edit');
  const { start, values, late, save, merge, forget, isBehind } = useEdit(entity, row, segment, fields);
  return (
    <>
      <EntityForm
        fields={fields}
        start={start}
        {...(values ? { values } : {})}
        outcome={(filled) => updateInput(fields, start, filled)}
        save={save}
        repeats={false}
        onCancel={() => void navigate({ to: objectPath(entity, row) })}
        notice={isGone ? gone : isBehind ? behind : null}
        {...(body ? { body } : {})}
      />
      {late ? (
        <ConflictDialog
          comparison={late.comparison}
          current={late.current}
          onMerge={(takeTheirs) => void merge(takeTheirs)}
          onClose={forget}
        />
      ) : null}
    </>
  );
}

/** The page that edits one object; `body` stands in place of the generated sections. */
export function EditPage({ entity, segment, body }: EditProps) {
  const query = useDetail(entity, segment);
  const [last, setLast] = useState<Row | null>(null);
  const found = query.data?.row ?? null;
  if (found !== null && found !== last) setLast(found);
  useReportStatus({ text: `editing ${entity.label}`, request: null, ms: null });
  if (query.isPending) return <Bones lines={10} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const row = found ?? last;
  if (!row) return <EmptyState title={`This ${entity.label} does not exist`} />;
  return (
    <>
      <PageHead title={`Edit ${objectName(row)}`} aside={entity.label} />
      <EditForm key={row.id} entity={entity} row={row} isGone={found === null} segment={segment} body={body} />
    </>
  );
}
