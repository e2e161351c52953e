import type { ComputedOptions, ComputedScope } from '@plumbline/engine';

type Rows = ReturnType<ComputedScope['rows']>;

const named = (row: Rows): string => `jsonb_build_object('id', ${row.column('id')}, 'name', ${row.column('name')})`;

/** The contacts of a row of a tree and of what it lies in, for a computed field. */
export const inheritedContacts = (entity: string): ComputedOptions => ({
  kind: 'json',
  always: true,
  help:
    'Contacts of this object and of all it lies in, the closest first. A list of id (of the assignment), contact, ' +
    'role and from, each with id and name, and priority.',
  sql: ({ own, rows }) => {
    const [self, above] = [rows(entity), rows(entity)];
    const [assigned, contact, role, holder] = [
      rows('tenancy.ContactAssignment'),
      rows('tenancy.Contact'),
      rows('tenancy.ContactRole'),
      rows(entity),
    ];
    return `(WITH RECURSIVE above(id, parent, steps) AS (
        SELECT ${self.column('id')}, ${self.column('parent')}, 0 FROM ${self.from} WHERE ${self.column('id')} = ${own('id')}
        UNION ALL
        SELECT ${above.column('id')}, ${above.column('parent')}, above.steps + 1
        FROM above JOIN ${above.from} ON ${above.column('id')} = above.parent)
      SELECT coalesce(jsonb_agg(jsonb_build_object('id', ${assigned.column('id')}, 'contact', ${named(contact)},
          'role', ${named(role)}, 'priority', ${assigned.column('priority')}, 'from', ${named(holder)})
          ORDER BY above.steps, ${assigned.column('number')}), '[]'::jsonb)
      FROM above JOIN ${holder.from} ON ${holder.column('id')} = above.id
      JOIN ${assigned.from} ON ${assigned.column('objectType')} = '${entity}' AND ${assigned.column('objectId')} = above.id
      JOIN ${contact.from} ON ${contact.column('id')} = ${assigned.column('contact')}
      JOIN ${role.from} ON ${role.column('id')} = ${assigned.column('role')})`;
  },
});
