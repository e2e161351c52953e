import { quote } from '../registry/model.ts';
import type { Engine } from '../write/engine.ts';
import { layoutOf } from '../write/layout.ts';
import { secretContext } from './sealer.ts';
import type { VaultQuery } from './vault.ts';

/** A secret field of one object. */
export interface SecretPlace {
  readonly organizationId: string;
  /** Full name of the type. */
  readonly type: string;
  readonly id: string;
  readonly field: string;
}

/**
 * The value of a secret, for what the product itself does with it, such as signing; null when none is stored.
 *
 * It must never be told, logged or kept: people have secrets shown by `revealSecret`, which leaves a record.
 *
 * @throws Unavailable when its key is missing; SecretUnresolved for a reference to a place outside that gives nothing
 */
export const secretForUse = async (
  engine: Engine,
  query: VaultQuery,
  { organizationId, type, id, field }: SecretPlace,
): Promise<string | null> => {
  const model = engine.registry.model(type);
  const column = layoutOf(model).byKey.get(field)?.columns[0];
  if (column === undefined) throw new Error(`${type} has no field "${field}".`);
  const [row] = await query<{ readonly sealed: Buffer | null }>(
    `SELECT ${quote(column)} AS sealed FROM ${quote(model.table)} WHERE organization_id = $1 AND id = $2`,
    [organizationId, id],
  );
  if (!row?.sealed) return null;
  const context = secretContext(organizationId, type, id, field);
  const [value = null] = await engine.vault.open(query, organizationId, [{ sealed: row.sealed, context }]);
  return value === null ? null : engine.vault.outside.resolve(value);
};
