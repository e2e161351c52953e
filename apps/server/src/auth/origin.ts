import type { Origin } from '@plumbline/engine';
import type { Request } from '../http/request.ts';

/** Where a request comes from. */
export const originOf = (request: Request): Origin => ({
  address: request.address,
  userAgent: request.header('user-agent') ?? null,
});
