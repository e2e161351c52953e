#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cruise } from 'dependency-cruiser';
import { engineWords } from './engine-words.mjs';
import { forbidden } from './rules.mjs';

const root = resolve(process.argv[2] ?? join(import.meta.dirname, '../..'));

const OPTIONS = {
  baseDir: root,
  ruleSet: { forbidden },
  validate: true,
  tsPreCompilationDeps: true,
  doNotFollow: { path: 'node_modules' },
  exclude: { path: '(^|/)(dist|\\.plumbline|coverage)/' },
  enhancedResolveOptions: {
    conditionNames: ['source', 'import', 'node', 'default', 'types'],
    exportsFields: ['exports'],
    extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
  },
};

const folders = ['packages', 'apps', 'plugins'].filter((folder) => existsSync(join(root, folder)));
const { output } = await cruise(folders, OPTIONS, undefined, undefined);
const comments = new Map(forbidden.map(({ name, comment }) => [name, comment]));
const breaches = output.summary.violations.map(
  ({ rule, from, to }) => `${from} imports ${to}: ${comments.get(rule.name)} (${rule.name})`,
);
breaches.push(...engineWords(root));
for (const breach of breaches) console.error(breach);
console.log(`${output.summary.totalCruised} modules, ${breaches.length} breaches`);
process.exitCode = breaches.length === 0 && output.summary.totalCruised > 0 ? 0 : 1;
