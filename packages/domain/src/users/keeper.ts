import type { Actor } from '@plumbline/engine';

/**
 * The actor that keeps rows of people in tables which the product alone writes; whose row it is has been looked at.
 *
 * Change record and security log name the person all the same.
 */
export const keeperOf = (actor: Actor): Actor => ({
  ...actor,
  source: 'system',
  superuser: true,
  grants: [],
  tokenGrants: null,
});
