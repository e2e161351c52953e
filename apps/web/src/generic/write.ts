import { graphql, type GraphqlRequest } from '../api/client.ts';
import type { UserError } from '../api/errors.ts';
import type { Row, UiEntity } from '../catalogue/types.ts';

/** One object a write touches, with the values before and after. */
export interface ObjectChange {
  type: string;
  id: string | null;
  number: number | null;
  display: string | null;
  action: string;
  fields: FieldChange[];
}

/** One field of a change. */
export interface FieldChange {
  name: string;
  before: unknown;
  after: unknown;
}

/** What every write answers. */
export interface WriteAnswer {
  /** Rows that were written, in the order of the input; null where the caller may not see one. */
  nodes?: (Row | null)[];
  changeSetId: string | null;
  dryRun: boolean;
  userErrors: UserError[];
  changes?: ObjectChange[];
}

/** Sends a write of one entity and returns its payload, refusals included. */
export async function sendWrite(
  entity: UiEntity,
  verb: 'Create' | 'Update' | 'UpdateWhere' | 'Delete',
  request: GraphqlRequest,
): Promise<WriteAnswer> {
  const { data } = await graphql<Record<string, WriteAnswer>>(request);
  const answer = data[`${entity.one}${verb}`];
  if (!answer) throw new Error(`The server sent no answer to ${entity.one}${verb}`);
  return answer;
}

/** Changes of one type and action, counted. */
export interface ChangeGroup {
  type: string;
  action: string;
  count: number;
}

/** Counts changes by type and action, largest first. */
export function groupChanges(changes: readonly ObjectChange[]): ChangeGroup[] {
  const groups = new Map<string, ChangeGroup>();
  for (const { type, action } of changes) {
    const key = `${type} ${action}`;
    const group = groups.get(key) ?? { type, action, count: 0 };
    groups.set(key, { ...group, count: group.count + 1 });
  }
  return [...groups.values()].sort((left, right) => right.count - left.count);
}

/** A stored value as short text for before/after columns. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'empty';
  if (typeof value === 'object' && 'display' in value) return String(value.display);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
