import type { Model } from '../../registry/model.ts';
import { names } from '../../read/extensions.ts';
import type { CsvColumn } from './columns.ts';

type Tree = Map<string, Tree>;

const add = (tree: Tree, [step, ...rest]: readonly string[]): void => {
  if (step === undefined) return;
  const below: Tree = tree.get(step) ?? new Map();
  tree.set(step, below);
  add(below, rest);
};

const printed = (tree: Tree): string =>
  [...tree].map(([step, below]) => (below.size === 0 ? step : `${step} { ${printed(below)} }`)).join(' ');

/** The list query that reads a model's columns; its only variable is `filter`. */
export const csvQuery = (model: Model, columns: readonly CsvColumn[]): string => {
  const tree: Tree = new Map();
  for (const column of columns) {
    add(tree, column.steps);
    if (column.kind === 'list') add(tree, [column.steps[0] ?? '', 'pageInfo', 'hasNextPage']);
  }
  const list = `${model.many}(filter: $filter)`;
  return `query ($filter: ${names.filter(model)}) { ${list} { nodes { ${printed(tree)} } } }`;
};
