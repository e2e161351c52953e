import type { Actor } from '@plumbline/engine';
import { BENCH_ORGANIZATION } from './fill.ts';

/** Whom the benchmark reads as. */
export const benchActor: Actor = {
  organizationId: BENCH_ORGANIZATION,
  userId: null,
  tokenId: null,
  name: 'bench',
  source: 'api',
  superuser: true,
  readOnly: true,
  bulk: true,
  requestId: 'bench',
  grants: [],
};
