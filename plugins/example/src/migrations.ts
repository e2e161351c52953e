import type { PluginMigration } from '@plumbline/plugin';
import { pending } from './migrations.gen.ts';

/** Steps that databases have been through, oldest first; never edited again. */
export const frozen: readonly PluginMigration[] = [];

/** Everything that brings the plugin's tables to this version. */
export const migrations: readonly PluginMigration[] = [...frozen, ...pending];
