import { derived } from '@plumbline/engine';
import { tracePaths } from '../trace.queries.ts';
import type { SeenPath } from '../seen-path.ts';
import { seenPaths } from '../seen-paths.queries.ts';
import { CABLED, PATH_END, PATH_ENDS } from './ends.ts';

const isReachable = ({ hops, isComplete, isActive, isCut }: SeenPath): boolean | null =>
  hops.length === 0 || (isCut && !isComplete) ? null : isComplete && isActive;

const stateOf = ({ hops, isComplete, isActive, isSplit, isCut }: SeenPath): string | null => {
  if (hops.length === 0) return null;
  if (isCut && !isComplete) return 'hidden';
  if (isSplit) return 'split';
  if (!isComplete) return 'incomplete';
  return isActive ? 'active' : 'inactive';
};

/** Where the path of everything that takes a cable leads. */
export const pathFields = derived(CABLED, {
  load: async (query, organizationId, ids, type, visible) => {
    const origins = ids.map((id) => ({ type, id }));
    return seenPaths(visible, await tracePaths(query, organizationId, origins));
  },
  edges: {
    connectedEndpoints: {
      union: PATH_END,
      targets: PATH_ENDS,
      help:
        'Where its path ends, through panels and circuits: ports that are no mere passage, or a provider network. ' +
        'Empty while the path is incomplete, and where it leads through what you may not see.',
      of: ({ destinations }) => destinations,
    },
  },
  values: {
    pathState: {
      kind: 'text',
      help:
        '"active" where its path reaches an end over connected links, "inactive" where one of them is not connected, ' +
        '"incomplete" where it ends before, "split" where it can not be told how it goes on, "hidden" where it leads on through what you may not see; null without a cable or link.',
      of: stateOf,
    },
    reachable: {
      kind: 'bool',
      help: 'Whether its path reaches an end and every link up to there is connected; null without a cable or link, and where it leads on through what you may not see.',
      of: isReachable,
    },
  },
});
