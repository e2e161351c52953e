import type { ClientBase } from 'pg';
import type { Level } from './format.ts';
import { hasTable } from './shape.ts';

/** How far a database has been migrated, or null when it holds nothing of the product. */
export const readLevel = async (client: ClientBase): Promise<Level | null> => {
  if (!(await hasTable(client, 'migrations'))) return null;
  const { rows: core } = await client.query<{ name: string }>('SELECT name FROM migrations ORDER BY id');
  if (core.length === 0) return null;
  const plugins: Record<string, string[]> = {};
  if (await hasTable(client, 'plugin_migration')) {
    const { rows } = await client.query<{ plugin: string; name: string }>(
      'SELECT plugin, name FROM plugin_migration ORDER BY id',
    );
    for (const { plugin, name } of rows) (plugins[plugin] ??= []).push(name);
  }
  return { core: core.map(({ name }) => name), plugins };
};
