import { derived } from '@plumbline/engine';
import { CABLED, PATH_END, PATH_ENDS } from './ends.ts';
import { loadLinkPeers } from './link-peers.queries.ts';

/** What stands at the other end of the link of everything that takes a cable. */
export const linkPeerFields = derived(CABLED, {
  load: loadLinkPeers,
  edges: {
    linkPeers: {
      union: PATH_END,
      targets: PATH_ENDS,
      help: 'What is plugged into the other end of its cable, or the other radio of its wireless link.',
      of: (peers) => peers,
    },
  },
});
