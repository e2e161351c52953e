import { derived } from '@plumbline/engine';
import { tracePaths } from '../trace.queries.ts';
import { CABLED, PATH_END, PATH_ENDS } from './ends.ts';

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
    reachable: {
      kind: 'bool',
      help: 'Whether its path reaches an end and every link up to there is connected; null without a cable or link.',
      of: ({ hops, isComplete, isActive }) => (hops.length === 0 ? null : isComplete && isActive),
    },
  },
});
