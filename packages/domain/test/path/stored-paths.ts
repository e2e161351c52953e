import type { Path, PathEnd } from '../../src/dcim/path/path.ts';
import { registry } from '../../src/index.ts';
import { ORIGINAL } from '../netbox/original.ts';
import type { Plant } from '../plant.ts';

/** A path as the source stored it: groups of ends and links in order, each as our ids, sorted. */
export interface StoredPath {
  readonly origins: readonly PathEnd[];
  readonly nodes: readonly (readonly string[])[];
  readonly isComplete: boolean;
  readonly isActive: boolean;
  readonly isSplit: boolean;
}

interface Row {
  readonly path: readonly (readonly string[])[];
  readonly is_complete: boolean;
  readonly is_active: boolean;
  readonly is_split: boolean;
}

/** Ids of what the source called by type and number. */
const endsByNode = async (plant: Plant): Promise<ReadonlyMap<string, PathEnd>> => {
  const types = await plant.dataSource.query<{ id: number; name: string }[]>(
    `SELECT id, app_label || '.' || model AS name FROM ${ORIGINAL}.django_content_type`,
  );
  const found = new Map<string, PathEnd>();
  for (const { id, name } of types) {
    const model = registry.models.find((one) => one.name.toLowerCase() === name);
    if (!model || model.handMade) continue;
    const rows = await plant.dataSource.query<{ id: string; number: number }[]>(
      `SELECT id, number FROM ${model.table}`,
    );
    for (const row of rows) found.set(`${id}:${row.number}`, { type: model.name, id: row.id });
  }
  return found;
};

/** Paths that the source stored. */
export const storedPaths = async (plant: Plant): Promise<StoredPath[]> => {
  const ends = await endsByNode(plant);
  const rows = await plant.dataSource.query<Row[]>(`SELECT * FROM ${ORIGINAL}.dcim_cablepath ORDER BY id`);
  return rows.map((row) => {
    const nodes = row.path.map((group) => group.map((node) => ends.get(node) ?? { type: 'lost', id: node }));
    return {
      origins: nodes[0] ?? [],
      nodes: nodes.map((group) => group.map(({ id }) => id).toSorted()),
      isComplete: row.is_complete,
      isActive: row.is_active,
      isSplit: row.is_split,
    };
  });
};

const CABLED = new Set(['cable', 'wirelessLink', 'virtualCircuit']);

/** A path in the groups the source uses, which leave out what happens inside a panel, and end where power is fed in. */
export const nodesOf = ({ hops }: Path): string[][] => {
  const power = hops.findIndex(({ links }) => links[0]?.kind === 'power');
  const own = power < 0 ? hops : hops.slice(0, power);
  const isCabled = (index: number): boolean => CABLED.has(own[index]?.links[0]?.kind ?? '');
  return own
    .flatMap(({ near, links, far }, index) => (isCabled(index) ? [near, links, far] : isCabled(index + 1) ? [] : [far]))
    .map((group) => group.map(({ id }) => id ?? '').toSorted());
};
