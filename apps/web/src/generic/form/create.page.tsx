import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { graphql } from '../../api/client.ts';
import { type Catalogue, entityPath, fieldOf } from '../../catalogue/catalogue.ts';
import { objectPath } from '../../catalogue/object-link.tsx';
import type { RefValue, UiEntity } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { PageHead } from '../../frame/page-head.tsx';
import { useReportStatus } from '../../frame/status-line.tsx';
import { Bones } from '../../ui/panel.tsx';
import { notify } from '../../ui/toast.tsx';
import { createRequest } from '../query/documents.ts';
import { identity } from '../query/selection.ts';
import { sendWrite } from '../write.ts';
import { EntityForm, type FormBody } from './entity-form.tsx';
import { createInput, formFields, type FormValues, startValues } from './values.ts';

async function fetchPreset(
  catalogue: Catalogue,
  entity: UiEntity,
  name: string,
  value: string,
  signal: AbortSignal,
): Promise<FormValues> {
  const field = fieldOf(entity, name);
  if (!field?.input || field.kind === 'anyObject') return {};
  if (field.kind !== 'ref') return { [name]: value };
  const target = catalogue.byName.get(field.target ?? '');
  if (!target || !/^\d+$/.test(value)) return {};
  const query = `query Preset($number: Int) { ${target.one}(number: $number) { ${identity} } }`;
  const request = { query, variables: { number: Number(value) } };
  const { data } = await graphql<Record<string, RefValue | null>>(request, signal);
  return { [name]: data[target.one] ?? null };
}

/** The object that a link to the form names by type and id. */
function attachedPreset(entity: UiEntity, { objectType: arm, objectId: id }: Record<string, string>): FormValues {
  const field = entity.fields.find(({ kind }) => kind === 'anyObject');
  return field && arm && id ? { [field.name]: { arm, row: { id, number: null, display: null } } } : {};
}

/** Values that the link to the form brings, such as `?device=27`. */
function usePresets(entity: UiEntity) {
  const catalogue = useCatalogue();
  const search = useSearch({ strict: false }) as Record<string, string>;
  const given = Object.entries(search);
  return useQuery({
    queryKey: ['presets', entity.name, search],
    queryFn: async ({ signal }) => {
      const parts = await Promise.all(
        given.map(([name, value]) => fetchPreset(catalogue, entity, name, String(value), signal)),
      );
      return Object.assign({}, attachedPreset(entity, search), ...parts) as FormValues;
    },
  });
}

/** Back to where the form was opened from. */
function useLeave(entity: UiEntity): () => void {
  const navigate = useNavigate();
  const router = useRouter();
  return () => {
    if (router.history.canGoBack()) router.history.back();
    else void navigate({ to: `/${entityPath(entity)}` });
  };
}

function CreateForm({ entity, presets, body }: { entity: UiEntity; presets: FormValues; body?: FormBody | undefined }) {
  const catalogue = useCatalogue();
  const navigate = useNavigate();
  const client = useQueryClient();
  const onCancel = useLeave(entity);
  const [values, setValues] = useState<FormValues>();
  const fields = formFields(entity, 'create');
  const start = { ...startValues(catalogue, fields, null), ...presets };
  const save = async (input: Record<string, unknown>, filled: FormValues, another: boolean) => {
    const answer = await sendWrite(entity, 'Create', createRequest(entity, [input]));
    if (answer.userErrors.length > 0) return answer.userErrors;
    // A row outside of what one may see, such as another organization, comes back as null.
    const row = answer.nodes?.[0];
    void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'catalogue' });
    notify(`Added ${entity.label} ${row?.display ?? ''}`);
    if (another) setValues({ ...filled });
    else void navigate({ to: row ? objectPath(entity, row) : `/${entityPath(entity)}` });
    return [];
  };
  return (
    <EntityForm
      fields={fields}
      start={start}
      {...(values ? { values } : {})}
      outcome={(filled) => createInput(fields, filled)}
      save={save}
      repeats
      onCancel={onCancel}
      {...(body ? { body } : {})}
    />
  );
}

/** The page that adds one object; `body` stands in place of the generated sections. */
export function CreatePage({ entity, body }: { entity: UiEntity; body?: FormBody }) {
  const presets = usePresets(entity);
  useReportStatus({ text: `new ${entity.label}`, request: null, ms: null });
  return (
    <>
      <PageHead title={`Add ${entity.label}`} />
      {presets.isPending ? (
        <Bones lines={8} />
      ) : (
        <CreateForm key={entity.name} entity={entity} presets={presets.data ?? {}} body={body} />
      )}
    </>
  );
}
