import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import { graphql } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { RefValue, Row, UiEntity } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { type FormField, type FormValues, startValues } from '../../generic/form/values.ts';
import { detailRequest } from '../../generic/query/documents.ts';
import { notify } from '../../ui/toast.tsx';
import {
  type Part,
  type PartState,
  partState,
  policyFields,
  policyRequest,
  proposalFields,
  type Slot,
  type TreeState,
} from './ipsec-tree.ts';
import type { PartActions } from './part-section.tsx';

/** Values of a part's fields, as they are stored or as defaults. */
export function partValues(catalogue: Catalogue, part: Part, { policy, slots }: PartState): FormValues {
  if (!policy) return {};
  return {
    ...startValues(catalogue, policyFields(part), policy === 'new' ? null : policy),
    ...Object.assign({}, ...slots.map((slot) => startValues(catalogue, proposalFields(part, slot), slot.row))),
  };
}

async function fetchRow(entity: UiEntity, request: ReturnType<typeof detailRequest>): Promise<Row | null> {
  return (await graphql<Record<string, Row | null>>(request)).data[entity.one] ?? null;
}

function fill(form: UseFormReturn<FormValues>, values: FormValues): void {
  for (const [name, value] of Object.entries(values)) form.setValue(name, value);
}

/** The policies and proposals that a form holds, and what may be done to them. */
export function useTree(initial: TreeState) {
  const catalogue = useCatalogue();
  const client = useQueryClient();
  const [state, setState] = useState(initial);
  const serial = useRef(0);
  const put = (form: UseFormReturn<FormValues>, part: Part, next: PartState, values: FormValues) => {
    fill(form, values);
    setState((before) => ({ ...before, [part.key]: next }));
  };
  const load = async (entity: UiEntity, request: ReturnType<typeof detailRequest>) => {
    try {
      return await client.fetchQuery({
        queryKey: ['ipsec', request],
        queryFn: () => fetchRow(entity, request),
        staleTime: 0,
      });
    } catch (error) {
      notify(`The ${entity.label} did not load`, messageOf(error));
      return null;
    }
  };
  const setPart = (form: UseFormReturn<FormValues>, part: Part, next: PartState) =>
    put(form, part, next, partValues(catalogue, part, next));
  const addSlot = (form: UseFormReturn<FormValues>, part: Part, slot: Slot, fields: readonly FormField[]) => {
    const { policy, slots } = state[part.key];
    if (slots.some(({ key }) => key === slot.key)) return;
    put(form, part, { policy, slots: [...slots, slot] }, startValues(catalogue, fields, slot.row));
  };
  const actionsOf = (form: UseFormReturn<FormValues>, part: Part): PartActions => ({
    onNewPolicy: () => setPart(form, part, { policy: 'new', slots: [] }),
    onPolicy: (row: RefValue | null) => {
      if (!row) setPart(form, part, { policy: null, slots: [] });
      else
        void load(part.policy, policyRequest(catalogue, part, row.id)).then((policy) =>
          setPart(form, part, partState(policy)),
        );
    },
    onAdd: (row: RefValue | null) => {
      if (!row) {
        const slot = { key: `new${++serial.current}`, row: null };
        addSlot(form, part, slot, proposalFields(part, slot));
        return;
      }
      void load(part.proposal, detailRequest(catalogue, part.proposal, row.id)).then((stored) => {
        const slot = { key: row.id, row: stored };
        if (stored) addSlot(form, part, slot, proposalFields(part, slot));
      });
    },
    onRemove: ({ key }) =>
      setState((before) => {
        const { policy, slots } = before[part.key];
        return { ...before, [part.key]: { policy, slots: slots.filter((slot) => slot.key !== key) } };
      }),
  });
  return { state, actionsOf };
}
