import { computed, type ComputedScope } from '../../src/registry/computed.ts';

const portsOf = ({ own, rows }: ComputedScope) => {
  const ports = rows('lab.Port');
  return { ports, where: `${ports.column('device')} = ${own('id')}` };
};

/** Computed fields of the lab: a number with an argument, a list, a setting and a reference. */
export const labComputed = [
  computed('lab.Device', {
    portCount: {
      kind: 'int',
      always: true,
      help: 'Ports.',
      unit: 'ports',
      arguments: { enabled: { kind: 'bool', help: 'Only those.' }, mtuFrom: { kind: 'int', min: 1, default: 1 } },
      sql: (scope) => {
        const { ports, where } = portsOf(scope);
        const enabled = scope.isGiven('enabled')
          ? ` AND ${ports.column('enabled')} = ${scope.argument('enabled', 'bool')}`
          : '';
        const mtu = `coalesce(${ports.column('mtu')}, 1) >= ${scope.argument('mtuFrom', 'int4')}`;
        return `SELECT count(*) FROM ${ports.from} WHERE ${where}${enabled} AND ${mtu}`;
      },
    },
    portNames: {
      kind: 'textList',
      help: 'Names of ports.',
      sql: (scope) => {
        const { ports, where } = portsOf(scope);
        return `SELECT array_agg(${ports.column('name')}::text ORDER BY ${ports.column('number')}) FROM ${ports.from} WHERE ${where}`;
      },
    },
    firstPort: {
      kind: 'ref',
      target: 'lab.Port',
      help: 'The port with the lowest number.',
      sql: (scope) => {
        const { ports, where } = portsOf(scope);
        return `SELECT ${ports.column('id')} FROM ${ports.from} WHERE ${where} ORDER BY ${ports.column('number')} LIMIT 1`;
      },
    },
    motto: { kind: 'json', help: 'What the settings say.', sql: ({ setting }) => setting('lab.motto') },
  }),
  computed('lab.Site', {
    onlyWithMoon: { kind: 'int', help: 'Needs what is not there.', requires: ['lab.Moon'], sql: () => '1' },
  }),
];
