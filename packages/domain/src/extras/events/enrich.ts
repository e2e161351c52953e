import type { Model, Row, Work } from '@plumbline/engine';
import { camelPath } from './paths.ts';

/** Deepest chain of references that conditions follow. */
const DEEPEST = 5;

const nextParts = (paths: readonly (readonly string[])[]): Map<string, (readonly string[])[]> => {
  const byFirst = new Map<string, (readonly string[])[]>();
  for (const [first, ...rest] of paths)
    if (first !== undefined && rest.length > 0) byFirst.set(first, [...(byFirst.get(first) ?? []), rest]);
  return byFirst;
};

const follow = async (
  work: Work,
  model: Model,
  rows: readonly Row[],
  paths: readonly (readonly string[])[],
  depth: number,
): Promise<Row[]> => {
  let found = [...rows];
  for (const [name, rest] of depth === 0 ? [] : nextParts(paths)) {
    const edge = model.edges.get(name);
    if (edge?.kind !== 'one') continue;
    const ids = [...new Set(found.map((row) => row[name]).filter((id): id is string => typeof id === 'string'))];
    const targets = ids.length === 0 ? [] : await work.read.rows(edge.target, { where: { id: ids } });
    const whole = await follow(work, work.registry.model(edge.target), targets, rest, depth - 1);
    const byId = new Map(whole.map((row) => [row['id'], row]));
    found = found.map((row) => ({ ...row, [name]: byId.get(row[name]) ?? row[name] ?? null }));
  }
  return found;
};

/**
 * Rows with the objects in place of the references that paths such as `site.slug` lead through.
 *
 * A statement per reference that is followed, however many rows there are.
 */
export const withReferences = (
  work: Work,
  model: Model,
  rows: readonly Row[],
  paths: readonly string[],
): Promise<Row[]> => follow(work, model, rows, paths.map(camelPath), DEEPEST);
