import type { GraphRow, GraphSession, RowRef } from '@plumbline/engine';
import { COMPONENTS } from '../../component-models.ts';
import { originsThrough } from '../through.queries.ts';
import { CROSSED } from './ends.ts';
import { namedRow } from './object-ref.queries.ts';
import { visibleRows } from './shown.queries.ts';
import type { AffectedDevice, AffectedEnds, ObjectRef } from './trace-types.resolver.ts';
import { countOf, queryOf, seeOf } from './traces.queries.ts';

const PARTS: ReadonlySet<string> = new Set(COMPONENTS);

const deviceField = (type: string): readonly string[] => (PARTS.has(type) ? ['device'] : []);

/** Devices by how many of the rows are theirs, most first. */
const devicesOf = (rows: readonly GraphRow[]): AffectedDevice[] => {
  const counts = new Map<string, number>();
  for (const { values } of rows) {
    const [device] = values;
    if (device !== null && device !== undefined) counts.set(device, (counts.get(device) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([a, some], [b, others]) => others - some || (a < b ? -1 : 1))
    .map(([id, ends]) => ({ device: { type: 'dcim.Device', id }, ends }));
};

/** Ends whose path crosses an object as far as the caller may see it, without the object itself. @throws InvalidInput, NotFound as `namedRow` */
export const affectedEnds = async (session: GraphSession, from: ObjectRef, first: number): Promise<AffectedEnds> => {
  const size = countOf(first);
  const object = await namedRow(session, from, CROSSED, 'object');
  const origins: readonly RowRef[] = await originsThrough(
    queryOf(session),
    session.organizationId,
    [object],
    seeOf(session),
  );
  const ends = origins.filter(({ id }) => id !== object.id);
  const rows = await visibleRows(session, ends, deviceField);
  const shown = ends.filter(({ id }) => rows.has(id));
  return {
    total: shown.length,
    hidden: 0,
    ends: shown.slice(0, size).map((end) => ({ hidden: false, ...end, object: end })),
    devices: devicesOf(shown.flatMap(({ id }) => rows.get(id) ?? [])),
  };
};
