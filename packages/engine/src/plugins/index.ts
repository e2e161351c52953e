export type { GraphQLResolveInfo } from 'graphql';
export { askIn, type Ask, type PluginContext } from './ask.ts';
export { danglingNames, pluginProblems } from './check.ts';
export { migratePlugins, type MigrationDb } from './migrations.ts';
export {
  definePlugin,
  isPlugin,
  pluginTablePrefix,
  type PanelSlot,
  type Plugin,
  type PluginMigration,
  type PluginPanel,
  type PluginSpec,
  type PluginWeb,
} from './plugin.ts';
