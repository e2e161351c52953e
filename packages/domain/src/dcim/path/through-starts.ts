import { ORGANIZATION, portsOf, SIDE } from './path-columns.ts';
import { DEVICE_KINDS, KIND, kindOf } from './path-kinds.ts';
import { endsOfCables } from './path-sql.ts';

const OUT = { side: String(SIDE.origin) };
const IN = { side: String(SIDE.far) };

/** Ports as starts of a flood that goes both ways: out along their cables, and inside. */
const bothWays = (kind: number, where: string, device = false): string[] => [
  portsOf(kind, where, device ? { ...OUT, place: 'p.device_id' } : OUT),
  portsOf(kind, where, IN),
];

const mine = (alias: string): string => `${alias}.organization_id = ${ORGANIZATION}`;

/** Interfaces at the far ends of radio links and virtual circuits of some interfaces. */
const peersOf = (interfaces: string): string[] =>
  [
    `SELECT w.interface_a_id FROM wireless_wireless_link w WHERE ${mine('w')} AND w.interface_b_id IN (${interfaces})`,
    `SELECT w.interface_b_id FROM wireless_wireless_link w WHERE ${mine('w')} AND w.interface_a_id IN (${interfaces})`,
    `SELECT o.interface_id FROM circuits_virtual_circuit_termination v
       JOIN circuits_virtual_circuit_termination o ON ${mine('o')} AND o.virtual_circuit_id = v.virtual_circuit_id
       WHERE ${mine('v')} AND v.interface_id IN (${interfaces})`,
  ].map((peers) => portsOf(KIND.interface, `p.id IN (${peers})`, OUT));

const OTHERS: Readonly<Record<string, (ids: string) => string[]>> = {
  'dcim.Cable': (ids) => [endsOfCables(ids)],
  'dcim.Device': (ids) => [
    ...DEVICE_KINDS.flatMap((kind) => bothWays(kind, `p.device_id = ANY (${ids})`, true)),
    ...peersOf(`SELECT d.id FROM dcim_interface d WHERE ${mine('d')} AND d.device_id = ANY (${ids})`),
  ],
  'dcim.PowerPanel': (ids) => [portsOf(KIND.powerFeed, `p.power_panel_id = ANY (${ids})`, OUT)],
  'circuits.Circuit': (ids) => [portsOf(KIND.circuitTermination, `p.circuit_id = ANY (${ids})`, OUT)],
  'circuits.ProviderNetwork': (ids) => [
    portsOf(KIND.circuitTermination, `p.termination_provider_network_id = ANY (${ids})`, IN),
  ],
  'circuits.VirtualCircuit': (ids) => [
    portsOf(
      KIND.interface,
      `p.id IN (SELECT v.interface_id FROM circuits_virtual_circuit_termination v
        WHERE ${mine('v')} AND v.virtual_circuit_id = ANY (${ids}))`,
      OUT,
    ),
  ],
  'wireless.WirelessLink': (ids) => [portsOf(KIND.interface, `p.wireless_link_id = ANY (${ids})`, OUT)],
};

/** Starts of a flood around objects of an entity, the ids of which are a parameter; none when no path crosses such. */
export const startsAround = (type: string, parameter: string): string[] => {
  const ids = `${parameter}::uuid[]`;
  const kind = kindOf(type);
  if (kind < 0) return OTHERS[type]?.(ids) ?? [];
  const peers = kind === KIND.interface ? peersOf(`SELECT unnest(${ids})`) : [];
  return [...bothWays(kind, `p.id = ANY (${ids})`), ...peers];
};
