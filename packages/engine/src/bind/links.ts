import { quote, type Registry } from '../registry/model.ts';

/** A foreign key from a table of the engine to an entity table. */
export interface SystemLink {
  readonly name: string;
  readonly sql: string;
}

interface Link {
  readonly role: string;
  readonly table: string;
  readonly column: string;
  readonly within: boolean;
  readonly onDelete: string;
}

const LINKS: readonly Link[] = [
  { role: 'tags', table: 'extras_tagged_item', column: 'tag_id', within: true, onDelete: 'NO ACTION' },
  { role: 'users', table: 'users_membership', column: 'user_id', within: false, onDelete: 'CASCADE' },
  { role: 'organization', table: 'users_membership', column: 'organization_id', within: false, onDelete: 'CASCADE' },
  { role: 'users', table: 'users_session', column: 'user_id', within: false, onDelete: 'CASCADE' },
  { role: 'users', table: 'users_external_identity', column: 'user_id', within: false, onDelete: 'CASCADE' },
];

/** Foreign keys that tie the engine's own tables to the entities which play a role for it. */
export const systemLinks = (registry: Registry): SystemLink[] =>
  LINKS.flatMap(({ role, table, column, within, onDelete }) => {
    const target = registry.providing(role);
    if (!target) return [];
    const name = `fk_${table}_${column}`;
    const [near, far] = within ? [`organization_id, ${column}`, 'organization_id, id'] : [column, 'id'];
    return [
      {
        name,
        sql: `ALTER TABLE ${quote(table)} ADD CONSTRAINT ${quote(name)} FOREIGN KEY (${near}) REFERENCES ${quote(target.table)} (${far}) ON DELETE ${onDelete}`,
      },
    ];
  });
