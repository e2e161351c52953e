import type { Actor, Reader, Writer } from '@plumbline/engine';
import { Forbidden, Unauthenticated } from '@plumbline/kit';
import type { Pool } from 'pg';
import type { AccountContext } from '../../users/account.resolver.ts';

/** Context of requests about what people keep for themselves. */
export interface PeopleContext extends AccountContext {
  readonly reader: Reader;
  /** Connections of reads, pipelined. */
  readonly reads: Pool;
}

/** What reads rows as somebody sees them. */
export interface PeopleParts {
  readonly writer: Writer;
  readonly reader: Reader;
  readonly pool: Pool;
}

/** The parts of a request's context. */
export const partsOf = ({ writer, reader, reads }: PeopleContext): PeopleParts => ({ writer, reader, pool: reads });

/**
 * Id of the person who asks.
 *
 * @throws Unauthenticated for actors that are no users; Forbidden for tokens that may do less than their user, who would
 * learn from rows of the user what the token may not see
 */
export const personOf = ({ userId, tokenGrants }: Actor): string => {
  if (userId === null) throw new Unauthenticated('Only users keep anything for themselves.');
  if (tokenGrants) throw new Forbidden('A token that is narrowed to permissions reaches nothing its user keeps.');
  return userId;
};
