import { BENCH_ORGANIZATION, type Fill } from '../fill.ts';
import { KIND } from '../network.ts';

/** Panels that a chain runs through; with the cables between, 21 hops. */
const PANELS = 10;

/** Chains that share the rear ports of their panels. */
const STRANDS = 12;

/** Ports of a device that the network leaves without a cable. */
const PORT = 13;

/** Above all ids and numbers of the network. */
const BASE = 50_000_000;

const id = (kind: number, expression: string): string => `bench_id(${kind}, ${BASE} + (${expression}))`;
/** Kind in the ids of mappings, which the network has none of. */
const MAPPING = 40;

const groups = (count: number): string => `generate_series(1, ${Math.ceil(count / STRANDS)}) n`;
const chains = (count: number): string => `generate_series(1, ${count}) n`;
const group = `(n - 1) / ${STRANDS} + 1`;
const interfaceOf = (device: string): string => `bench_id(${KIND.interface}, (${device} - 1) * 48 + ${PORT})`;
const front = (chain: string, panel: string): string => id(KIND.frontPort, `(${chain}) * ${PANELS} + ${panel}`);
const rear = (of: string, panel: string): string => id(KIND.rearPort, `(${of}) * ${PANELS} + ${panel}`);

/** Cords have the numbers 0 to 5 of each chain, between the panels and at the ends; trunks come after all cords. */
const cord = (chain: string, at: string): string => `(${chain}) * 10 + ${at}`;
const trunk = (of: string, at: string): string => `20000000 + (${of}) * 10 + ${at}`;

/** Device of the panels; the generator gives no parts of this kind to any. */
const DEVICE = `bench_id(${KIND.device}, 1)`;

interface Ending {
  readonly from: string;
  readonly cable: string;
  readonly side: 'A' | 'B';
  readonly arm: string;
  readonly port: string;
}

const ending = ({ from, cable, side, arm, port }: Ending): Fill => ({
  model: 'dcim.CableTermination',
  from,
  id: id(KIND.termination, `(${cable}) * 2 + ${side === 'A' ? 0 : 1}`),
  number: `${BASE} + (${cable}) * 2 + ${side === 'A' ? 0 : 1}`,
  values: { cable: id(KIND.cable, cable), cableEnd: `'${side}'`, [`termination.${arm}`]: port },
});

const cableOf = (from: string, number: string): Fill => ({
  model: 'dcim.Cable',
  from,
  id: id(KIND.cable, number),
  number: `${BASE} + ${number}`,
  values: { label: `'P-' || ${number}`, type: `'smf'` },
});

const rearPorts = (count: number): Fill => ({
  model: 'dcim.RearPort',
  from: `${groups(count)}, generate_series(1, ${PANELS}) p`,
  id: rear('n', 'p'),
  number: `${BASE} + n * ${PANELS} + p`,
  values: {
    device: DEVICE,
    name: `'R' || n || '.' || p`,
    type: `'mpo'`,
    positions: String(STRANDS),
    cable: id(KIND.cable, trunk('n', '(p + 1) / 2')),
    cableEnd: `CASE WHEN p % 2 = 1 THEN 'A' ELSE 'B' END`,
  },
});

const frontPorts = (count: number): Fill[] => {
  const from = `${chains(count)}, generate_series(1, ${PANELS}) p`;
  const number = `${BASE} + n * ${PANELS} + p`;
  return [
    {
      model: 'dcim.FrontPort',
      from,
      id: front('n', 'p'),
      number,
      values: {
        device: DEVICE,
        name: `'F' || n || '.' || p`,
        type: `'lc'`,
        positions: '1',
        cable: id(KIND.cable, cord('n', 'p / 2')),
        cableEnd: `CASE WHEN p % 2 = 1 THEN 'B' ELSE 'A' END`,
      },
    },
    {
      model: 'dcim.PortMapping',
      from,
      id: id(MAPPING, `n * ${PANELS} + p`),
      number,
      values: {
        device: DEVICE,
        frontPort: front('n', 'p'),
        rearPort: rear(group, 'p'),
        frontPortPosition: '1',
        rearPortPosition: `(n - 1) % ${STRANDS} + 1`,
      },
    },
  ];
};

/** Cord k of a chain leads from panel 2k to panel 2k + 1, the first from a device and the last to one. */
const cords = (count: number): Fill[] => {
  const from = `${chains(count)}, generate_series(0, ${PANELS / 2}) k`;
  const cable = cord('n', 'k');
  const end = (where: string, side: 'A' | 'B', arm: string, port: string): Fill =>
    ending({ from: `${from} WHERE ${where}`, cable, side, arm, port });
  return [
    cableOf(from, cable),
    end('k = 0', 'A', 'interface', interfaceOf('n')),
    end('k > 0', 'A', 'frontPort', front('n', 'k * 2')),
    end(`k < ${PANELS / 2}`, 'B', 'frontPort', front('n', 'k * 2 + 1')),
    end(`k = ${PANELS / 2}`, 'B', 'interface', interfaceOf(`(${count} + n)`)),
  ];
};

/** Trunk k of a group of chains leads from panel 2k - 1 to panel 2k. */
const trunks = (count: number): Fill[] => {
  const from = `${groups(count)}, generate_series(1, ${PANELS / 2}) k`;
  const cable = trunk('n', 'k');
  return [
    cableOf(from, cable),
    ending({ from, cable, side: 'A', arm: 'rearPort', port: rear('n', 'k * 2 - 1') }),
    ending({ from, cable, side: 'B', arm: 'rearPort', port: rear('n', 'k * 2') }),
  ];
};

/** Chain n leads from a port of device n to one of device `count` + n, through ten panels by cords and trunks of 12 strands. */
export const chainFills = (count: number): Fill[] => [
  rearPorts(count),
  ...frontPorts(count),
  ...cords(count),
  ...trunks(count),
];

const TABLES = ['dcim_port_mapping', 'dcim_cable_termination', 'dcim_front_port', 'dcim_rear_port', 'dcim_cable'];

/** What follows the fills: ports of devices show their cables, and the planner knows the new rows. */
export const CHAINS_AFTERWARDS: readonly string[] = [
  `UPDATE dcim_interface i SET cable_id = t.cable_id, cable_end = t.cable_end FROM dcim_cable_termination t
   WHERE t.termination_interface_id = i.id AND t.number > ${BASE} AND i.organization_id = '${BENCH_ORGANIZATION}'`,
  ...TABLES.map((table) => `ANALYZE ${table}`),
];

/** Takes the chains away again. */
export const CHAINS_REMOVAL: readonly string[] = [
  `UPDATE dcim_interface i SET cable_id = NULL, cable_end = NULL FROM dcim_cable c
   WHERE c.id = i.cable_id AND c.number >= ${BASE} AND i.organization_id = '${BENCH_ORGANIZATION}'`,
  ...TABLES.map((table) => `DELETE FROM ${table} WHERE number >= ${BASE}`),
];

/** Ids of the interfaces that chains begin at, in order. */
export const chainStarts = (count: number): string =>
  `SELECT ${interfaceOf('n')} AS id FROM ${chains(count)} ORDER BY n`;

/** Ids of the middle trunk of each group of chains. */
export const middleTrunks = (count: number): string =>
  `SELECT ${id(KIND.cable, trunk('n', '3'))} AS id FROM ${groups(count)}`;
