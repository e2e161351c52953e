import { computed, type ComputedOptions, type ComputedScope } from '@plumbline/engine';
import { PORT_MODELS, type PortArm } from '../component-models.ts';

type Side = 'A' | 'B';

/** What the ports of a kind are on, with the name of that and of the port itself. */
const places = (
  kind: PortArm,
): { readonly owner: string; readonly by: string; readonly called: string; readonly name: string } => {
  if (kind === 'powerFeed') return { owner: 'dcim.PowerPanel', by: 'powerPanel', called: 'name', name: 'name' };
  if (kind === 'circuitTermination')
    return { owner: 'circuits.Circuit', by: 'circuit', called: 'cid', name: 'termSide' };
  return { owner: 'dcim.Device', by: 'device', called: 'name', name: 'name' };
};

/** Ports of one end as a select of `place`, `kind`, `device` and `name`. */
const plugged = ({ own, rows, has }: ComputedScope, side: Side): string => {
  const kinds = Object.keys(PORT_MODELS) as PortArm[]; // keys of the record itself
  const each = kinds
    .filter((kind) => has(PORT_MODELS[kind]) && has(places(kind).owner))
    .map((kind) => {
      const { owner, by, called, name } = places(kind);
      const [end, port, on] = [rows('dcim.CableTermination'), rows(PORT_MODELS[kind]), rows(owner)];
      return `SELECT ARRAY[coalesce(${end.column('connector')}, 0), ${end.column('number')}] AS place,
        '${kind}' AS kind, coalesce(${on.column(called)}::text, '#' || ${on.column('number')}) AS device, ${port.column(name)}::text AS name
        FROM ${end.from} JOIN ${port.from} ON ${port.column('id')} = ${end.column(`termination.${kind}`)}
        JOIN ${on.from} ON ${on.column('id')} = ${port.column(by)}
        WHERE ${end.column('cable')} = ${own('id')} AND ${end.column('cableEnd')} = '${side}'`;
    });
  return each.join(' UNION ALL ');
};

/** An item of a list in one cell: in quotes where it holds a comma or a quote. */
const item = (column: string): string =>
  `CASE WHEN x.${column} ~ '[,"]' THEN '"' || replace(x.${column}, '"', '""') || '"' ELSE x.${column} END`;

const listed = (column: string): string => `string_agg(${item(column)}, ',' ORDER BY x.place)`;

const once = (column: string): string =>
  `CASE WHEN count(DISTINCT x.${column}) = 1 THEN min(${item(column)}) ELSE ${listed(column)} END`;

const about = (side: Side, what: string, help: string, sql: string): ComputedOptions => ({
  kind: 'text',
  label: `side ${side} ${what}`,
  help,
  sql: (scope) => `(SELECT ${sql} FROM (${plugged(scope, side)}) x)`,
});

const sideOf = (side: Side): Readonly<Record<string, ComputedOptions>> => ({
  [`side${side}Device`]: about(
    side,
    'device',
    `What the ports at end ${side} are on: the name of the device (its number, such as #12, where it has none), of a power panel, or the circuit; several with commas between them, one for each port, where they differ.`,
    once('device'),
  ),
  [`side${side}Type`]: about(side, 'type', `Kind of the ports at end ${side}, such as \`interface\`.`, 'min(x.kind)'),
  [`side${side}Name`]: about(
    side,
    'name',
    `Names of the ports at end ${side}, with commas between them; of a circuit its side.`,
    listed('name'),
  ),
});

/** The ends of a cable as texts, the way a table of cables shows and takes them. */
export const cableComputed = computed('dcim.Cable', { ...sideOf('A'), ...sideOf('B') });
