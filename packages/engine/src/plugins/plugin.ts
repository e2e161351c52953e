import type { Domain } from '../domain.ts';
import type { SecretProvider } from '../secrets/reference.ts';

/** Places of the browser client that take panels: below the cards of an object's page, and a tab of its own. */
export type PanelSlot = 'detail' | 'detailTab';

/** A panel of the browser client, shipped as an ES module that exports `mount`. */
export interface PluginPanel {
  readonly slot: PanelSlot;
  /** Full name of the entity on whose pages it stands, `dcim.Site`. */
  readonly entity: string;
  readonly title: string;
  /** File below the plugin's web folder, `site-batteries.js`. */
  readonly module: string;
}

/** What a plugin brings to the browser. */
export interface PluginWeb {
  /** URL of the folder with the files, `new URL('../web/', import.meta.url)`. */
  readonly folder: URL;
  readonly panels: readonly PluginPanel[];
}

/** A step that brings the plugin's own tables to its next version; never edited once it has run anywhere. */
export interface PluginMigration {
  /** Unique within the plugin; the order is that of the list. */
  readonly name: string;
  /** SQL, a statement each, on tables of the plugin. */
  readonly statements: readonly string[];
}

/** Everything a plugin adds. */
export interface Plugin {
  /** Lower-case letters, digits and underscores; also the name of its domain and, after `plugin_`, of its tables. */
  readonly name: string;
  readonly label: string;
  /** Names of the core domains it builds on, such as `dcim`. */
  readonly needs: readonly string[];
  readonly domain: Domain;
  readonly migrations: readonly PluginMigration[];
  readonly web: PluginWeb | null;
  /** Places outside that secrets may refer to, each under a name of its own. */
  readonly secretProviders: readonly SecretProvider[];
}

/** What `definePlugin` takes. */
export type PluginSpec = Pick<Plugin, 'name' | 'domain'> & Partial<Plugin>;

/** Mark of objects made here, known across copies of this package. */
const MARK = Symbol.for('plumbline.plugin');

/** Declares a plugin: `export const plugin = definePlugin({ name, domain, migrations })`. */
export const definePlugin = (spec: PluginSpec): Plugin =>
  Object.freeze({ label: spec.name, needs: [], migrations: [], web: null, secretProviders: [], ...spec, [MARK]: true });

/** Whether a value came from `definePlugin`. */
export const isPlugin = (value: unknown): value is Plugin =>
  typeof value === 'object' && value !== null && MARK in value;

/** Start of the names of a plugin's tables. */
export const pluginTablePrefix = ({ name }: Pick<Plugin, 'name'>): string => `plugin_${name}_`;
