import { didYouMean, specOf, type EntityClass, type EntitySpec } from '@plumbline/kit';
import type { Registry } from '../registry/model.ts';
import { pluginTablePrefix, type Plugin } from './plugin.ts';

const NAME = /^[a-z][a-z0-9_]{1,30}$/;
const MODULE = /^[\w-]+(\/[\w-]+)*\.js$/;

const nameProblems = ({ name, domain }: Plugin, coreDomains: ReadonlySet<string>): string[] => [
  ...(NAME.test(name) ? [] : [`the name "${name}" is not made of lower-case letters, digits and underscores.`]),
  ...(coreDomains.has(name) ? [`the name "${name}" is that of a domain of the core.`] : []),
  ...(domain.name === name ? [] : [`its domain is called "${domain.name}"; call it "${name}" like the plugin.`]),
];

const declared = (entity: EntityClass): EntitySpec | null => {
  try {
    return specOf(entity);
  } catch {
    return null;
  }
};

const entityProblems = (plugin: Plugin): string[] =>
  plugin.domain.entities.flatMap((entity) => {
    const spec = declared(entity);
    if (!spec)
      return [
        `${entity.name} is no entity to this server: it lacks @entity, or comes with its own copy of @plumbline/plugin.`,
      ];
    const { name, domain, options } = spec;
    const prefix = pluginTablePrefix(plugin);
    return [
      ...(domain === plugin.name ? [] : [`${name} is of domain "${domain}"; call it "${plugin.name}.${entity.name}".`]),
      ...(options.table?.startsWith(prefix) ? [] : [`${name} needs a table of its own: say table: '${prefix}...'.`]),
    ];
  });

/** A statement may name tables of the core, to refer to them, but make and change only the plugin's. */
const TOUCHED = /^\s*(?:CREATE|ALTER|DROP)\s+TABLE\s+(?:IF\s+(?:NOT\s+)?EXISTS\s+)?"?(\w+)"?/i;

const migrationProblems = (plugin: Plugin): string[] => {
  const names = plugin.migrations.map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const foreign = plugin.migrations.flatMap(({ name, statements }) =>
    statements
      .map((statement) => TOUCHED.exec(statement)?.[1])
      .filter((table) => table !== undefined && !table.startsWith(pluginTablePrefix(plugin)))
      .map((table) => `migration ${name} changes the table ${table}, which is not its own.`),
  );
  return [...twice.map((name) => `two migrations are called ${name}.`), ...foreign];
};

/** What can be told of a plugin before the model is built. */
export const pluginProblems = (plugin: Plugin, coreDomains: ReadonlySet<string>): string[] => [
  ...nameProblems(plugin, coreDomains),
  ...plugin.needs
    .filter((need) => !coreDomains.has(need))
    .map((need) => `it needs "${need}", which this version does not have.${didYouMean(need, coreDomains)}`),
  ...entityProblems(plugin),
  ...migrationProblems(plugin),
];

/** Names of rules and panels that lead nowhere, in a model that holds the plugin's entities. */
export const danglingNames = ({ domain, web }: Plugin, registry: Registry): string[] => {
  const known = registry.models.map(({ name }) => name);
  const missing = (what: string, entity: string): string[] =>
    registry.find(entity) ? [] : [`${what} is for unknown entity "${entity}".${didYouMean(entity, known)}`];
  return [
    ...domain.rules.flatMap((rule) =>
      missing(rule.kind === 'command' ? 'a command' : `${rule.kind} "${rule.name}"`, rule.entity),
    ),
    ...(web?.panels ?? []).flatMap(({ title, entity, module }) => [
      ...missing(`panel "${title}"`, entity),
      ...(MODULE.test(module)
        ? []
        : [`panel "${title}" names the module "${module}", which is no path of a .js file.`]),
    ]),
  ];
};
