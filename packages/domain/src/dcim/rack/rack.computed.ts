import { computed, type ComputedScope } from '@plumbline/engine';
import { deviceFace, deviceSide } from '../choices.ts';
import { kilograms, typeWeights } from '../weight-sql.ts';

/** Half units of the rack, as a range. */
const frame = ({ own }: ComputedScope): string =>
  `int4range(${own('startingUnit')} * 2, (${own('startingUnit')} + ${own('uHeight')}) * 2)`;

/** Ranges of half units that reservations hold, as a select of `units`. */
const reserved = ({ own, rows }: ComputedScope): string => {
  const held = rows('dcim.RackReservation');
  return `SELECT int4range(u.unit * 2, u.unit * 2 + 2) AS units FROM ${held.from}
    CROSS JOIN LATERAL unnest(${held.column('units')}) u(unit) WHERE ${held.column('rack')} = ${own('id')}`;
};

/** Ranges of half units that devices take, as a select of `units`. */
const mounted = ({ own, rows }: ComputedScope, and: (device: (field: string) => string) => string): string => {
  const { from, column } = rows('dcim.Device');
  return `SELECT ${column('rackHalfUnits')} AS units FROM ${from}
    WHERE ${column('rack')} = ${own('id')} AND ${column('rackHalfUnits')} IS NOT NULL AND ${and(column)}`;
};

const utilization = (scope: ComputedScope): string => {
  const types = scope.rows('dcim.DeviceType');
  const counted = mounted(
    scope,
    (device) => `NOT EXISTS (SELECT 1 FROM ${types.from}
    WHERE ${types.column('id')} = ${device('deviceType')} AND ${types.column('excludeFromUtilization')})`,
  );
  const taken = `SELECT range_agg(s.units) * int4multirange(${frame(scope)}) FROM (${counted} UNION ALL ${reserved(scope)}) s`;
  const used = `SELECT coalesce(sum(upper(r.units) - lower(r.units)), 0) FROM unnest((${taken})) r(units)`;
  return `trim_scale(trunc((${used}) * 100.0 / (${scope.own('uHeight')} * 2), 4))`;
};

/** A face or side as the range that the derived columns of devices hold; both when none is named. */
const part = ({ isGiven, argument }: ComputedScope, name: string, first: string): string =>
  isGiven(name)
    ? `CASE ${argument(name, 'text')} WHEN '${first}' THEN int4range(0, 1) ELSE int4range(1, 2) END`
    : 'int4range(0, 2)';

const availableUnits = (scope: ComputedScope): string => {
  const { own, argument } = scope;
  const blocked = mounted(
    scope,
    (device) =>
      `${device('rackFaces')} && ${part(scope, 'face', 'front')} AND ${device('rackSides')} && ${part(scope, 'side', 'left')}`,
  );
  const held = `${reserved(scope)} AND ${argument('exceptReserved', 'bool')}`;
  const height = `ceil(${argument('heightU', 'numeric')} * 2)::int4`;
  return `SELECT coalesce(array_agg(trim_scale(p.half / 2.0)::text ORDER BY p.half), '{}')
    FROM (SELECT coalesce(range_agg(b.units), '{}') AS taken FROM (${blocked} UNION ALL ${held}) b) m
    CROSS JOIN generate_series(${own('startingUnit')} * 2, (${own('startingUnit')} + ${own('uHeight')}) * 2 - ${height}) p(half)
    WHERE NOT m.taken && int4range(p.half, p.half + ${height})`;
};

/** Space and weight of a rack. */
export const rackComputed = computed('dcim.Rack', {
  utilization: {
    kind: 'decimal',
    always: true,
    list: true,
    unit: '%',
    help:
      'Half units that devices or reservations take, each once whatever its face and side. Devices of types that are ' +
      'excluded from utilization do not count.',
    sql: utilization,
  },
  availableUnits: {
    kind: 'textList',
    always: true,
    help: 'Lowest units, in steps of 0.5 and ascending, at which a device of that shape would stand free.',
    arguments: {
      heightU: {
        kind: 'decimal',
        digits: 4,
        scale: 1,
        min: 0.5,
        max: 100,
        default: '1',
        help: 'Height of the device; 1 when absent.',
      },
      face: {
        kind: 'choice',
        choiceSet: deviceFace,
        help: 'Where it is mounted; both when absent, as a device of full depth needs.',
      },
      side: { kind: 'choice', choiceSet: deviceSide, help: 'Side of a device of half width; both when absent.' },
      exceptReserved: { kind: 'bool', default: false, help: 'Leaves out what reservations hold.' },
    },
    sql: availableUnits,
  },
  totalWeightKg: {
    kind: 'decimal',
    always: true,
    unit: 'kg',
    help: 'Weight of the rack, its devices and their modules; what has no weight counts for nothing.',
    sql: (scope) => {
      const devices = scope.rows('dcim.Device');
      const here = `SELECT ${devices.column('id')} AS id, ${devices.column('deviceType')} AS type FROM ${devices.from}
        WHERE ${devices.column('rack')} = ${scope.own('id')}`;
      return kilograms(`coalesce(${scope.own('absWeightG')}, 0) + (${typeWeights(scope, here)})`);
    },
  },
});
