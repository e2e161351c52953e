import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { graphql } from '../../api/client.ts';
import { type Catalogue, entityPath } from '../../catalogue/catalogue.ts';
import { objectName, objectPath } from '../../catalogue/object-link.tsx';
import type { Row, UiEntity } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import {
  flatErrors,
  ipsecParts,
  type Part,
  partState,
  policyRequest,
  profileFields,
  saveRequest,
  treeFields,
  treeOutcome,
  treeRequest,
  type TreeState,
} from '../../features/ipsec/ipsec-tree.ts';
import { PartSection } from '../../features/ipsec/part-section.tsx';
import { partValues, useTree } from '../../features/ipsec/use-tree.ts';
import { PageHead } from '../../frame/page-head.tsx';
import { useReportStatus } from '../../frame/status-line.tsx';
import { EntityForm } from '../../generic/form/entity-form.tsx';
import { FormSections } from '../../generic/form/form-sections.tsx';
import { startValues } from '../../generic/form/values.ts';
import type { WriteAnswer } from '../../generic/write.ts';
import { Bones, EmptyState, ErrorState } from '../../ui/panel.tsx';
import { notify } from '../../ui/toast.tsx';

/** What the form starts from: the stored profile, or null for a new one, and its parts. */
interface Start {
  row: Row | null;
  state: TreeState;
}

function stateOf(policies: Readonly<Record<string, unknown>>): TreeState {
  const of = (name: string) => partState(policies[name] as Row | null | undefined);
  return { ike: of('ikePolicy'), ipsec: of('ipsecPolicy') };
}

/** Policies that the link to the form names by number, as in `?ikePolicy=3`. */
async function fetchPresets(
  catalogue: Catalogue,
  parts: readonly Part[],
  search: Readonly<Record<string, string>>,
): Promise<Start> {
  const pairs = await Promise.all(
    parts.map(async (part) => {
      const given = String(search[part.reference] ?? '');
      if (!/^\d+$/.test(given)) return [part.reference, null] as const;
      const { data } = await graphql<Record<string, Row | null>>(policyRequest(catalogue, part, given));
      return [part.reference, data[part.policy.one] ?? null] as const;
    }),
  );
  return { row: null, state: stateOf(Object.fromEntries(pairs)) };
}

function useStart(profile: UiEntity, parts: readonly Part[], segment: string | null) {
  const catalogue = useCatalogue();
  const search = useSearch({ strict: false }) as Record<string, string>;
  return useQuery({
    queryKey: ['ipsec', profile.name, segment, search],
    // What is edited is asked for afresh: its version guards the write.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async (): Promise<Start | null> => {
      if (segment === null) return fetchPresets(catalogue, parts, search);
      const { data } = await graphql<Record<string, Row | null>>(treeRequest(catalogue, profile, parts, segment));
      const row = data[profile.one];
      return row ? { row, state: stateOf(row) } : null;
    },
  });
}

function useSave(profile: UiEntity) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return async (input: Record<string, unknown>, state: TreeState) => {
    const { data } = await graphql<{ ipsecProfileSave: WriteAnswer }>(saveRequest(input));
    const { nodes, userErrors } = data.ipsecProfileSave;
    if (userErrors.length > 0) return flatErrors(state, userErrors);
    const row = nodes?.[0];
    client.removeQueries({ queryKey: ['detail', profile.name] });
    void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'catalogue' });
    notify(`Saved ${profile.label} ${row?.display ?? ''}`);
    void navigate({ to: row ? objectPath(profile, row) : `/${entityPath(profile)}` });
    return [];
  };
}

function useLeave(profile: UiEntity, row: Row | null): () => void {
  const navigate = useNavigate();
  const router = useRouter();
  return () => {
    if (!row && router.history.canGoBack()) router.history.back();
    else void navigate({ to: row ? objectPath(profile, row) : `/${entityPath(profile)}` });
  };
}

function TreeForm({ profile, parts, start }: { profile: UiEntity; parts: readonly Part[]; start: Start }) {
  const catalogue = useCatalogue();
  const { row } = start;
  const mode = row ? 'edit' : 'create';
  const own = profileFields(profile, mode);
  const { state, actionsOf } = useTree(start.state);
  const save = useSave(profile);
  const onCancel = useLeave(profile, row);
  const begin = Object.assign(
    startValues(catalogue, own, row),
    ...parts.map((part) => partValues(catalogue, part, start.state[part.key])),
  ) as ReturnType<typeof startValues>;
  return (
    <EntityForm
      fields={treeFields(profile, mode, parts, state)}
      start={begin}
      outcome={(values) => treeOutcome(catalogue, { row, fields: own }, parts, state, values)}
      save={(input) => save(input, state)}
      repeats={false}
      onCancel={onCancel}
      body={(form) => (
        <>
          <FormSections fields={own} control={form.control} />
          {parts.map((part) => (
            <PartSection
              key={part.key}
              part={part}
              state={state[part.key]}
              control={form.control}
              actions={actionsOf(form, part)}
            />
          ))}
        </>
      )}
    />
  );
}

/** Adds or edits an IPsec profile with its policies and their proposals, as one record. */
export function IpsecProfileForm({ entity, segment }: { entity: UiEntity; segment: string | null }) {
  const parts = ipsecParts(useCatalogue());
  const query = useStart(entity, parts, segment);
  useReportStatus({
    text: segment === null ? `new ${entity.label}` : `editing ${entity.label}`,
    request: null,
    ms: null,
  });
  if (query.isPending) return <Bones lines={10} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <EmptyState title={`This ${entity.label} does not exist`} />;
  const { row } = query.data;
  return (
    <>
      <PageHead
        title={row ? `Edit ${objectName(row)}` : `Add ${entity.label}`}
        aside={row ? entity.label : 'with its policies and proposals'}
      />
      <TreeForm key={row?.id ?? 'new'} profile={entity} parts={parts} start={query.data} />
    </>
  );
}
