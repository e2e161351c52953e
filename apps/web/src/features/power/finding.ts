import type { GraphqlRequest } from '../../api/client.ts';
import type { RefValue } from '../../catalogue/types.ts';
import { identity } from '../../generic/query/selection.ts';
import type { StatusTone } from '../../ui/status.tsx';

/** Where findings are looked for. */
export type Place = Partial<Record<'sites' | 'locations' | 'racks', readonly string[]>>;

/** What counts as one source. */
export type Level = 'FEED' | 'PANEL';

/** One finding as the API tells it. */
export interface Finding {
  kind: keyof typeof findingKinds;
  message: string;
  device: RefValue | null;
  inlets: readonly RefValue[];
  feed: RefValue | null;
  panel: RefValue | null;
  rack: RefValue | null;
}

/** A page of findings. */
export interface FindingPage {
  totalCount: number;
  nodes: readonly Finding[];
}

/** What each kind is called, and how it looks. */
export const findingKinds = {
  SHARED_SOURCE: { label: 'One source', tone: 'warn' },
  UNFED_INLET: { label: 'No feed', tone: 'plan' },
  OVERLOADED_FEED: { label: 'Feed overloaded', tone: 'bad' },
  OVERLOADED_LEG: { label: 'Leg overloaded', tone: 'bad' },
} as const satisfies Readonly<Record<string, { label: string; tone: StatusTone }>>;

/** Findings at a place, from the first to a number of them. */
export function findingsRequest(place: Place, level: Level, first: number): GraphqlRequest {
  const ref = `{ ${identity} }`;
  return {
    query: `query PowerFindings($filter: PowerRedundancyFilter, $first: Int!) {
  powerRedundancy(filter: $filter, first: $first) {
    totalCount
    nodes { kind message device ${ref} inlets ${ref} feed ${ref} panel ${ref} rack ${ref} }
  }
}`,
    variables: { filter: { ...place, level }, first },
  };
}
