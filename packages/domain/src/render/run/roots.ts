import type { Root } from '@plumbline/render';
import { MACHINE, type Subject } from '../subject.ts';

/** Names of the top level that lead into the graph; a virtual machine is a `device` too, so that templates can serve both. */
export const rootsOf = ({ type, addresses }: Subject, id: string): Readonly<Record<string, Root>> => {
  const record: Root = { kind: 'record', type, id };
  return {
    device: record,
    ...(type === MACHINE.type && { virtualmachine: record, vm: record }),
    obj: record,
    interfaces: { kind: 'related', type, id, name: 'interfaces' },
    ip_addresses: { kind: 'list', type: 'ipam.IpAddress', conditions: [{ path: addresses, value: id }] },
  };
};
