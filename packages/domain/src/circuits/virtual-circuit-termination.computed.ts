import { computed } from '@plumbline/engine';

/** What follows from the roles of the ends of a virtual circuit. */
export const virtualCircuitTerminationComputed = computed('circuits.VirtualCircuitTermination', {
  peers: {
    kind: 'json',
    always: true,
    help:
      'Other ends of the circuit that this one talks to, by number: peers to peers, a hub to spokes, a spoke to hubs. ' +
      'A list of id, role, interface and device, the last two with id and name.',
    sql: ({ own, rows }) => {
      const [end, port, device] = [
        rows('circuits.VirtualCircuitTermination'),
        rows('dcim.Interface'),
        rows('dcim.Device'),
      ];
      const named = (row: typeof port) =>
        `jsonb_build_object('id', ${row.column('id')}, 'name', ${row.column('name')})`;
      return `(SELECT coalesce(jsonb_agg(jsonb_build_object('id', ${end.column('id')}, 'role', ${end.column('role')},
          'interface', ${named(port)}, 'device', ${named(device)}) ORDER BY ${end.column('number')}), '[]'::jsonb)
        FROM ${end.from} JOIN ${port.from} ON ${port.column('id')} = ${end.column('interface')}
        JOIN ${device.from} ON ${device.column('id')} = ${port.column('device')}
        WHERE ${end.column('virtualCircuit')} = ${own('virtualCircuit')} AND ${end.column('id')} <> ${own('id')}
          AND ${end.column('role')} = CASE ${own('role')} WHEN 'hub' THEN 'spoke' WHEN 'spoke' THEN 'hub' ELSE 'peer' END)`;
    },
  },
});
