import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import { graphql, type GraphqlRequest } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Row, UiEntity } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { type FormValues, startValues } from '../../generic/form/values.ts';
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

async function fetchRow(entity: UiEntity, request: GraphqlRequest): Promise<Row | null> {
  return (await graphql<Record<string, Row | null>>(request)).data[entity.one] ?? null;
}

function fill(form: UseFormReturn<FormValues>, values: FormValues): void {
  for (const [name, value] of Object.entries(values)) form.setValue(name, value);
}

type Load = (entity: UiEntity, request: GraphqlRequest) => Promise<Row | null>;

/** Reads a row afresh; one that does not come is told of. */
function useLoad(): Load {
  const client = useQueryClient();
  return async (entity, request) => {
    try {
      const queryFn = () => fetchRow(entity, request);
      return await client.fetchQuery({ queryKey: ['ipsec', request], queryFn, staleTime: 0 });
    } catch (error) {
      notify(`The ${entity.label} did not load`, messageOf(error));
      return null;
    }
  };
}

interface PartEdit {
  catalogue: Catalogue;
  form: UseFormReturn<FormValues>;
  part: Part;
  change: (next: (before: PartState) => PartState) => void;
  load: Load;
  newKey: () => string;
}

function partActions({ catalogue, form, part, change, load, newKey }: PartEdit): PartActions {
  const set = (next: PartState) => {
    fill(form, partValues(catalogue, part, next));
    change(() => next);
  };
  const add = (slot: Slot) => {
    fill(form, startValues(catalogue, proposalFields(part, slot), slot.row));
    change(({ policy, slots }) => {
      const isThere = slots.some(({ key }) => key === slot.key);
      return { policy, slots: isThere ? slots : [...slots, slot] };
    });
  };
  return {
    onNewPolicy: () => set({ policy: 'new', slots: [] }),
    onPolicy: (row) => {
      if (!row) set(partState(null));
      else void load(part.policy, policyRequest(catalogue, part, row.id)).then((policy) => set(partState(policy)));
    },
    onAdd: (row) => {
      if (!row) add({ key: newKey(), row: null });
      else
        void load(part.proposal, detailRequest(catalogue, part.proposal, row.id)).then((stored) => {
          if (stored) add({ key: row.id, row: stored });
        });
    },
    onRemove: ({ key }) => change(({ policy, slots }) => ({ policy, slots: slots.filter((slot) => slot.key !== key) })),
  };
}

/** The policies and proposals that a form holds, and what may be done to them. */
export function useTree(initial: TreeState) {
  const catalogue = useCatalogue();
  const load = useLoad();
  const [state, setState] = useState(initial);
  const serial = useRef(0);
  const actionsOf = (form: UseFormReturn<FormValues>, part: Part): PartActions =>
    partActions({
      catalogue,
      form,
      part,
      load,
      newKey: () => `new${++serial.current}`,
      change: (next) => setState((before) => ({ ...before, [part.key]: next(before[part.key]) })),
    });
  return { state, actionsOf };
}
