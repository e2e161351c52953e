import type { ComputedScope } from '@plumbline/engine';

/**
 * A query that names `fed(id, allocated, maximum)`: power ports of a select `id`, and below each that has no draw of
 * its own the ports that its outlets feed, over one cable. Each port stands there once, whatever way leads to it.
 */
export const withFedPorts = ({ rows }: ComputedScope, ports: string, query: string): string => {
  const [start, outlet, next] = [rows('dcim.PowerPort'), rows('dcim.PowerOutlet'), rows('dcim.PowerPort')];
  const draws = ({ column }: typeof start) => `${column('id')}, ${column('allocatedDraw')}, ${column('maximumDraw')}`;
  return `WITH RECURSIVE fed(id, allocated, maximum) AS (
      SELECT ${draws(start)} FROM ${start.from} WHERE ${start.column('id')} IN (${ports})
      UNION
      SELECT ${draws(next)} FROM fed
      JOIN ${outlet.from} ON ${outlet.column('powerPort')} = fed.id
      JOIN ${next.from} ON ${next.column('cable')} = ${outlet.column('cable')}
        AND ${next.column('cableEnd')} <> ${outlet.column('cableEnd')}
      WHERE fed.allocated IS NULL AND fed.maximum IS NULL
    ) ${query}`;
};
