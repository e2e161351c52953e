import { domains as coreDomains, modelWith } from '@plumbline/domain';
import { danglingNames, isPlugin, pluginProblems, type Domain, type Registry } from '@plumbline/engine';
import type { Plugin } from '@plumbline/plugin';
import { pathToFileURL } from 'node:url';
import { StartError } from '../start/preflight.ts';
import { pluginFile } from './locate.ts';

/** What the product consists of: the core and its plugins, resolved once. */
export interface ProductModel {
  readonly registry: Registry;
  /** Those of the core in their order, then one per plugin. */
  readonly domains: readonly Domain[];
  readonly plugins: readonly Plugin[];
}

const oneLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error))
    .split('\n')
    .map((line) => line.trim())
    .join(' ');

const refuse = (plugin: string, problems: readonly string[]): never => {
  throw new StartError(problems.map((problem) => `The plugin "${plugin}" does not fit: ${problem}`).join('\n'));
};

const imported = async (name: string): Promise<Record<string, unknown>> => {
  const file = pluginFile(name);
  try {
    return (await import(process.platform === 'win32' ? pathToFileURL(file).href : file)) as Record<string, unknown>;
  } catch (error) {
    throw new StartError(`The plugin "${name}" does not load: ${oneLine(error)}`);
  }
};

const loaded = async (name: string): Promise<Plugin> => {
  const { plugin } = await imported(name);
  if (isPlugin(plugin)) return plugin;
  throw new StartError(`The plugin "${name}" exports no "plugin" made with definePlugin.`);
};

const clashes = (plugin: Plugin, others: readonly Domain[]): string[] => {
  const jobs = new Set([...coreDomains, ...others].flatMap((domain) => domain.jobs.map(({ name }) => name)));
  return [
    ...(others.some(({ name }) => name === plugin.name) ? ['its name is taken by another plugin.'] : []),
    ...plugin.domain.jobs.filter(({ name }) => jobs.has(name)).map(({ name }) => `the job "${name}" is there already.`),
  ];
};

const PREFIX = /^The model does not hold together:\n- /;

const fitted = (plugin: Plugin, others: readonly Domain[]): Registry => {
  try {
    return modelWith([...others, plugin.domain]);
  } catch (error) {
    return refuse(plugin.name, (error as Error).message.replace(PREFIX, '').split('\n- '));
  }
};

/**
 * The model of the core and these plugins, each checked on top of those before it.
 *
 * @throws StartError that names the plugin and every name of it that leads nowhere
 */
export const modelOf = (plugins: readonly Plugin[]): ProductModel => {
  const core = new Set(coreDomains.map(({ name }) => name));
  let registry = modelWith([]);
  const others: Domain[] = [];
  for (const plugin of plugins) {
    const early = [...pluginProblems(plugin, core), ...clashes(plugin, others)];
    if (early.length > 0) refuse(plugin.name, early);
    registry = fitted(plugin, others);
    const dangling = danglingNames(plugin, registry);
    if (dangling.length > 0) refuse(plugin.name, dangling);
    others.push(plugin.domain);
  }
  return { registry, domains: [...coreDomains, ...others], plugins };
};

/** Loads the plugins that the configuration names, in that order. @throws StartError */
export const loadModel = async (names: readonly string[]): Promise<ProductModel> => {
  const plugins: Plugin[] = [];
  for (const name of names) plugins.push(await loaded(name));
  return modelOf(plugins);
};
