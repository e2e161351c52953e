import { buildSchemaFor, printedSchema } from '@plumbline/engine';
import { join } from 'node:path';
import { domainFiles } from './domains.ts';
import { type DescribedDomain, pendingMigration } from './migration.ts';
import { modelDocs } from './model-docs.ts';
import { ROOT, stale, write } from './output.ts';
import { pluginFiles, type PluginHost } from './plugins.ts';

const check = process.argv.includes('--check');
const source = join(ROOT, 'packages/domain/src');

/** In check mode nothing is written; any difference is a failure that names the files. */
const settle = async (files: ReadonlyMap<string, string>): Promise<string[]> => (check ? stale(files) : write(files));

const derivedFiles = async (): Promise<Map<string, string>> => {
  const domain = (await import('@plumbline/domain')) as unknown as DescribedDomain & PluginHost;
  const files = new Map<string, string>();
  const pending = await pendingMigration(domain, async (url) => {
    for (const [path, text] of await pluginFiles(domain, url)) files.set(path, text);
  });
  files.set(join(source, 'migrations/pending.gen.ts'), pending);
  const rules = domain.domains.flatMap((one) => one.rules);
  const resolvers = domain.domains.flatMap((one) => one.resolvers);
  files.set(join(ROOT, 'schema.graphql'), printedSchema(buildSchemaFor({ registry: domain.registry, rules, resolvers })));
  for (const [name, text] of modelDocs(domain.registry)) files.set(join(ROOT, 'docs/models', name), text);
  files.set(join(ROOT, 'docs/guides/template-names.md'), domain.templateNamesPage(domain.registry));
  return files;
};

const changed = [...(await settle(await domainFiles(source))), ...(await settle(await derivedFiles()))];
if (changed.length === 0) console.log('Everything generated is up to date.');
else if (check) {
  console.error(`Stale, run \`pnpm gen\` and commit:\n${changed.map((path) => `  ${path}`).join('\n')}`);
  process.exitCode = 1;
} else console.log(`Wrote ${changed.length} files:\n${changed.map((path) => `  ${path}`).join('\n')}`);
