import type { Draft, Work } from '@plumbline/engine';
import { LONGEST_CHAIN } from './delegation.ts';
import type { PermissionText } from './permission-check.ts';

/** A permission as those below it have to know it. */
export interface Link extends PermissionText {
  readonly id: string;
  readonly parent: string | null;
  readonly name: string;
  readonly delegable: boolean;
}

const textList = (value: unknown): readonly string[] => (value ?? []) as readonly string[]; // as the kind stores it

/** A permission as it will be. */
export const linkOf = ({ id, after }: Draft): Link => ({
  id,
  parent: typeof after['parent'] === 'string' ? after['parent'] : null,
  name: String(after['name']),
  delegable: after['delegable'] === true,
  objectTypes: textList(after['objectTypes']),
  actions: textList(after['actions']),
  predicate: after['predicate'] ?? null,
  fields: textList(after['fields']).length > 0 ? textList(after['fields']) : null,
});

/** Stored permissions of these ids and all above them; one statement. */
const storedLinks = async (work: Work, ids: readonly string[]): Promise<readonly Link[]> =>
  ids.length === 0
    ? []
    : work.sql<Link>`
        WITH RECURSIVE above AS (
          SELECT p.id, p.parent_id, 1 AS depth FROM users_object_permission p
          WHERE p.organization_id = ${work.org} AND p.id = ANY (${ids}::uuid[])
          UNION SELECT p.id, p.parent_id, b.depth + 1 FROM above b
          JOIN users_object_permission p ON p.organization_id = ${work.org} AND p.id = b.parent_id
          WHERE b.depth <= ${LONGEST_CHAIN}::int)
        SELECT p.id, p.parent_id AS parent, p.name, p.delegable, p.object_types AS "objectTypes", p.actions,
          p.predicate, CASE WHEN cardinality(p.fields) > 0 THEN p.fields END AS fields
        FROM users_object_permission p WHERE p.organization_id = ${work.org} AND p.id IN (SELECT above.id FROM above)`;

/** How many permissions lie below each of these, one below the other. */
const depthsBelow = async (work: Work, ids: readonly string[]): Promise<ReadonlyMap<string, number>> => {
  if (ids.length === 0) return new Map();
  const rows = await work.sql<{ id: string; below: number }>`
    SELECT v.id, max(cardinality(c.tree_path) - array_position(c.tree_path, v.id)) AS below
    FROM unnest(${ids}::uuid[]) AS v(id)
    JOIN users_object_permission c ON c.organization_id = ${work.org} AND c.tree_path @> ARRAY[v.id]
    GROUP BY v.id`;
  return new Map(rows.map(({ id, below }) => [id, below]));
};

/** Where a permission will stand: what it was passed on from, nearest first, and how many lie one below the other then. */
export interface Place {
  readonly above: readonly Link[];
  readonly length: number;
}

/** Places of permissions with one above them; those that would lie inside themselves are left out. */
export const placesOf = async (work: Work, drafts: readonly Draft[]): Promise<ReadonlyMap<Draft, Place>> => {
  const own = drafts.map(linkOf);
  const parents = own.flatMap(({ parent }) => parent ?? []);
  const known = new Map([...(await storedLinks(work, parents)), ...own].map((link) => [link.id, link]));
  const stored = drafts.flatMap(({ id, action }) => (action === 'update' ? [id] : []));
  const depths = await depthsBelow(work, stored);
  return new Map(
    drafts.flatMap((draft): [Draft, Place][] => {
      const above: Link[] = [];
      let next = known.get(draft.id)?.parent ?? null;
      while (next !== null && next !== draft.id && above.length <= LONGEST_CHAIN) {
        const link = known.get(next);
        if (link) above.push(link);
        next = link?.parent ?? null;
      }
      const length = above.length + 1 + (depths.get(draft.id) ?? 0);
      return above.length === 0 || next === draft.id ? [] : [[draft, { above, length }]];
    }),
  );
};
