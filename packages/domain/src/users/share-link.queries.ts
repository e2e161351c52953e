import type { Actor, Writer } from '@plumbline/engine';
import { Forbidden } from '@plumbline/kit';
import { ownId } from './own-token.commands.ts';
import { sharingIsOnSql } from './share.settings.ts';

/** A link as its sharer sees it; the token itself is never read back. */
export interface StoredShareLink {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly rowId: string | null;
  readonly fields: readonly string[] | null;
  readonly created: Date;
  readonly expires: Date;
  readonly revoked: Date | null;
  readonly lastOpened: Date | null;
  readonly timesOpened: number;
}

const OWN = `SELECT l.id, l.name, l.shared_type AS type, l.shared_id AS "rowId", l.shown_fields AS fields, l.created,
    l.expires, l.revoked, l.last_opened AS "lastOpened", l.times_opened AS "timesOpened"
  FROM users_share_link l WHERE l.organization_id = $1 AND l.sharer_id = $2 ORDER BY l.created DESC, l.id LIMIT 1000`;

/** Links of the actor in this organization, newest first, at most 1,000. */
export const ownShareLinks = ({ engine }: Writer, actor: Actor): Promise<StoredShareLink[]> =>
  engine.dataSource.query<StoredShareLink[]>(OWN, [actor.organizationId, ownId(actor)]);

/** @throws Forbidden where sharing is switched off */
export const requireSharing = async ({ engine }: Writer, { organizationId }: Actor): Promise<void> => {
  const text = `SELECT ${sharingIsOnSql('$1::uuid')} AS "isOn"`;
  const [found] = await engine.dataSource.query<{ isOn: boolean }[]>(text, [organizationId]);
  if (found?.isOn !== true) throw new Forbidden('Sharing by links is switched off in this organization.');
};
