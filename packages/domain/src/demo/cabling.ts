import type { InputRow, Row, Work } from '@plumbline/engine';
import { sites } from './network.ts';
import { type Made, to } from './make.ts';

interface Join {
  readonly a: InputRow;
  readonly b: InputRow;
  readonly type: string;
  readonly color: string;
  readonly length: string;
}

/** Ports of the demo's devices by `device name/port name`, each as the input of a cable end. */
class Ports {
  readonly #byName = new Map<string, InputRow>();

  async load(work: Work, made: Made, model: string, arm: string): Promise<void> {
    const names = new Map(
      [...made].filter(([key]) => key.startsWith('device/')).map(([key, id]) => [id, key.slice(7)]),
    );
    const rows: Row[] = await work.read.rows(model, {
      where: { device: [...names.keys()] },
      fields: ['id', 'name', 'device'],
    });
    for (const row of rows)
      this.#byName.set(`${names.get(String(row['device']))}/${String(row['name'])}`, { [arm]: { id: row['id'] } });
  }

  get(device: string, port: string): InputRow {
    const found = this.#byName.get(`${device}/${port}`);
    if (!found) throw new Error(`The demo has no port ${device}/${port}.`);
    return found;
  }
}

const pad = (n: number): string => String(n).padStart(2, '0');

const joined = (a: InputRow, b: InputRow, type: string, color: string, length: string): Join => ({
  a,
  b,
  type,
  color,
  length,
});

/** Cables inside one rack: two links and two feeds per server, and the leaf's console, panel port and feeds. */
const rackJoins = (ports: Ports, site: string, rack: number): Join[] => {
  const port = (device: string, name: string) => ports.get(`${site.toLowerCase()}-r${pad(rack)}-${device}`, name);
  const power = (device: string, feed: string, outlet: number, pdu: string) =>
    joined(port(device, feed), port(pdu, `Outlet${outlet}`), 'power', 'c2410c', '1.50');
  const link = (leafPort: number, server: string, name: string) =>
    joined(port('leaf01', `Ethernet${leafPort}`), port(server, name), 'dac-passive', '59656a', '2.00');
  const servers = Array.from({ length: 6 }, (_, i) => `srv${pad(i + 1)}`);
  return [
    ...servers.flatMap((server, i) => [
      link(i * 2 + 1, server, 'eno1'),
      link(i * 2 + 2, server, 'eno2'),
      power(server, 'PSU1', i + 1, 'pdu01'),
      power(server, 'PSU2', i + 1, 'pdu02'),
    ]),
    power('leaf01', 'PSU1', 10, 'pdu01'),
    power('leaf01', 'PSU2', 10, 'pdu02'),
    joined(port('leaf01', 'Console'), port('cs01', 'Port1'), 'cat6', '2e6fd1', '1.00'),
    joined(port('leaf01', 'Ethernet47'), port('pp01', 'F1'), 'smf', 'f0c400', '1.00'),
  ];
};

const uplinks = (ports: Ports, site: string, racks: number): Join[] =>
  Array.from({ length: racks }, (_, i) => i + 1).flatMap((rack) =>
    [1, 2]
      .filter((spine) => spine <= racks)
      .map(
        (spine): Join => ({
          a: ports.get(`${site.toLowerCase()}-r${pad(rack)}-leaf01`, `Ethernet${48 + spine}`),
          b: ports.get(`${site.toLowerCase()}-r${pad(spine)}-spine01`, `Ethernet${rack}`),
          type: 'smf-os2',
          color: 'f0c400',
          length: `${5 + Math.abs(rack - spine) * 3}.00`,
        }),
      ),
  );

/** Cables servers to leaves, leaves to spines, consoles, panels and power. */
export const seedCabling = async (work: Work, made: Made): Promise<void> => {
  const ports = new Ports();
  await ports.load(work, made, 'dcim.Interface', 'interface');
  await ports.load(work, made, 'dcim.PowerPort', 'powerPort');
  await ports.load(work, made, 'dcim.PowerOutlet', 'powerOutlet');
  await ports.load(work, made, 'dcim.ConsolePort', 'consolePort');
  await ports.load(work, made, 'dcim.ConsoleServerPort', 'consoleServerPort');
  await ports.load(work, made, 'dcim.FrontPort', 'frontPort');
  const joins = sites.flatMap((site) => {
    const racks = site.rooms.reduce((sum, room) => sum + room.racks, 0);
    return [
      ...Array.from({ length: racks }, (_, i) => rackJoins(ports, site.code, i + 1)).flat(),
      ...uplinks(ports, site.code, racks),
    ].map((join) => ({ join, tenant: to(made, `tenant/${site.tenant}`) }));
  });
  await work.create(
    'dcim.Cable',
    joins.map(({ join, tenant }, index) => ({
      label: `C-${10_001 + index}`,
      type: join.type,
      color: join.color,
      length: join.length,
      lengthUnit: 'm',
      tenant,
      aTerminations: [join.a],
      bTerminations: [join.b],
    })),
  );
};
