import type { Root } from '@plumbline/render';

/** The type that configurations are for. */
export const DEVICE = 'dcim.Device';

/** Names of the top level that lead into the graph. */
export const rootsOf = (device: string): Readonly<Record<string, Root>> => {
  const record: Root = { kind: 'record', type: DEVICE, id: device };
  return {
    device: record,
    obj: record,
    interfaces: { kind: 'related', type: DEVICE, id: device, name: 'interfaces' },
    ip_addresses: {
      kind: 'list',
      type: 'ipam.IpAddress',
      conditions: [{ path: 'assigned_object__device', value: device }],
    },
  };
};
