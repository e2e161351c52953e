import { derived } from '@plumbline/engine';
import { tracePaths } from '../trace.queries.ts';
import type { Path } from '../path.ts';
import { CABLED, PATH_END, PATH_ENDS } from './ends.ts';

const stateOf = ({ hops, isComplete, isActive, isSplit }: Path): string | null => {
  if (hops.length === 0) return null;
  if (isSplit) return 'split';
  if (!isComplete) return 'incomplete';
  return isActive ? 'active' : 'inactive';
};

/** Where the path of everything that takes a cable leads. */
export const pathFields = derived(CABLED, {
  load: (query, organizationId, ids, type) =>
    tracePaths(
      query,
      organizationId,
      ids.map((id) => ({ type, id })),
    ),
  edges: {
    connectedEndpoints: {
      union: PATH_END,
      targets: PATH_ENDS,
      help:
        'Where its path ends, through panels and circuits: ports that are no mere passage, or a provider network. ' +
        'Empty while the path is incomplete.',
      of: ({ destinations }) => destinations,
    },
  },
  values: {
    pathState: {
      kind: 'text',
      help:
        '"active" where its path reaches an end over connected links, "inactive" where one of them is not connected, ' +
        '"incomplete" where it ends before, "split" where it can not be told how it goes on; null without a cable or link.',
      of: stateOf,
    },
    reachable: {
      kind: 'bool',
      help: 'Whether its path reaches an end and every link up to there is connected; null without a cable or link.',
      of: ({ hops, isComplete, isActive }) => (hops.length === 0 ? null : isComplete && isActive),
    },
  },
});
