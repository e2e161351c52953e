import type { Draft } from '@plumbline/engine';

/** Lock that serialises cabling a port with changes by which it would take no cable. */
export const portLock = (id: string): string => `dcim.port/${id}`;

/** Locks of stored ports that change; a new one is known to nobody else. */
export const portLocks = (drafts: readonly Draft[]): string[] =>
  drafts.flatMap(({ id, action }) => (action === 'update' ? [portLock(id)] : []));
