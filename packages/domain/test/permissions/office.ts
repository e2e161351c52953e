import {
  grantPredicates,
  type Actor,
  type InputRow,
  type Outcome,
  type Reader,
  type RunOptions,
  type Work,
  type Writer,
} from '@plumbline/engine';
import { parse } from 'graphql';
import { actorByNow, registry } from '../../src/index.ts';
import { inviteMember, type Invitation, type Invited } from '../../src/users/member-invite.commands.ts';
import { Desk } from '../desk.ts';
import type { Plant } from '../plant.ts';

/** Full name of permissions. */
export const PERMISSION = 'users.ObjectPermission';

/** A site with a rack and two devices. */
export interface Place {
  readonly site: string;
  readonly devices: readonly string[];
}

/** Sites whose administrators pass on what they may do, with rights read anew for each request. */
export class Office {
  readonly writer: Writer;
  readonly reader: Reader;

  private constructor(readonly desk: Desk) {
    const rights = grantPredicates(registry);
    this.writer = desk.plant.seeing(rights);
    this.reader = desk.readerWith(rights);
  }

  static async open(): Promise<Office> {
    return new Office(await Desk.open());
  }

  close(): Promise<void> {
    return this.desk.close();
  }

  get plant(): Plant {
    return this.desk.plant;
  }

  async place(): Promise<Place> {
    const { plant } = this;
    const site = await plant.named('dcim.Site');
    await plant.rack(site);
    const type = await plant.type();
    return { site, devices: [await plant.device(type, { site }), await plant.device(type, { site })] };
  }

  /** A member without any permission. */
  user(): Promise<string> {
    return this.plant.make('users.User', { username: this.plant.name('user') });
  }

  /** A permission; by default to see devices. */
  permission(rest: InputRow): Promise<string> {
    const base = { name: this.plant.name('permission'), objectTypes: ['dcim.Device'], actions: ['view'] };
    return this.plant.make(PERMISSION, { ...base, ...rest });
  }

  /** Who somebody is with the next request, in the organization of the plant or another. */
  async as(userId: string, where: Partial<Pick<Actor, 'tokenId' | 'organizationId'>> = {}): Promise<Actor> {
    const { tokenId = null, organizationId = this.plant.actor.organizationId } = where;
    const base = { ...this.plant.actor, organizationId, superuser: false, userId, tokenId };
    const actor = await actorByNow((text, values) => this.plant.dataSource.query(text, [...values]), base);
    if (actor === null) throw new Error('This account has no rights here.');
    return actor;
  }

  /** Ids of what the actor sees in a list, sorted. */
  async seen(actor: Actor, list = 'devices'): Promise<readonly string[]> {
    const document = parse(`{ ${list}(first: 500) { nodes { id } } }`);
    const answer = await this.reader.respond({ document, actor }, this.desk.pool);
    const data = JSON.parse(answer?.text ?? '{}') as Record<string, { nodes: { id: string }[] }>;
    return (data[list]?.nodes ?? []).map(({ id }) => id).toSorted();
  }

  write<T>(actor: Actor, body: (work: Work) => Promise<T>, options: RunOptions = {}): Promise<Outcome<T>> {
    return this.writer.run(actor, options, body);
  }

  invite(actor: Actor, invitation: Partial<Invitation>): Promise<Invited> {
    const username = this.plant.name('guest');
    const rest = { firstName: null, lastName: null, permissions: [], existing: [] };
    return inviteMember(this.writer, actor, { username, email: `${username}@example.org`, ...rest, ...invitation });
  }
}
