import { longText, slug, text } from './decorators.ts';

/** Features of a type that is part of the network's inventory; a type without them says why in the list of exceptions. */
export const STANDARD: readonly string[] = ['tags', 'customFields', 'journal', 'owner'];

/** What every stored object has; the engine fills and reads these columns for all entities. */
export abstract class BaseObject {
  readonly id!: string;
  readonly number!: number;
  readonly rowVersion!: number;
  readonly created!: string | null;
  readonly lastUpdated!: string | null;
  readonly createdBy!: string | null;
  readonly lastUpdatedBy!: string | null;
}

/** A labelled thing used to sort others: role, group, manufacturer. */
export abstract class OrganizationalObject extends BaseObject {
  @text({ max: 100, natural: true, search: 100, list: true })
  name!: string;

  @slug({ search: 110, list: true })
  slug!: string;

  @text({ max: 200, optional: true, search: 500, list: true })
  description!: string | null;

  @longText({ optional: true, search: 5000 })
  comments!: string | null;
}

/** A thing that stands on its own and carries free text. */
export abstract class PrimaryObject extends BaseObject {
  @text({ max: 200, optional: true, search: 500 })
  description!: string | null;

  @longText({ optional: true, search: 5000 })
  comments!: string | null;
}
