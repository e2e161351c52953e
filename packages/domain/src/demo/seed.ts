import type { InputRow, Work } from '@plumbline/engine';
import { expandNameRange } from '@plumbline/net';
import { seedAddressing } from './addressing.ts';
import { seedCabling } from './cabling.ts';
import { type Made, make, to } from './make.ts';
import {
  type DemoType,
  deviceRoles,
  deviceTypes,
  devicesInRack,
  regions,
  sites,
  tenantGroups,
  tenants,
} from './network.ts';

const seedTenancy = async (work: Work, made: Made): Promise<void> => {
  await make(
    work,
    made,
    'tenancy.TenantGroup',
    'group',
    tenantGroups.map((row) => ({ name: row.slug, row })),
  );
  await make(
    work,
    made,
    'tenancy.Tenant',
    'tenant',
    tenants.map(({ group, ...row }) => ({
      name: row.slug,
      row: { ...row, group: to(made, `group/${group}`) },
    })),
  );
  await make(work, made, 'extras.Tag', 'tag', [
    { name: 'critical', row: { name: 'Critical', slug: 'critical', color: 'ae1f27' } },
    { name: 'lab', row: { name: 'Lab', slug: 'lab', color: '2e6fd1' } },
  ]);
};

const seedRegions = async (work: Work, made: Made): Promise<void> => {
  for (const outer of [true, false])
    await make(
      work,
      made,
      'dcim.Region',
      'region',
      regions
        .filter((r) => (r.parent === null) === outer)
        .map((r) => ({
          name: r.slug,
          row: { name: r.name, slug: r.slug, ...(r.parent !== null && { parent: to(made, `region/${r.parent}`) }) },
        })),
    );
};

const seedPlaces = async (work: Work, made: Made): Promise<void> => {
  await seedRegions(work, made);
  await make(
    work,
    made,
    'dcim.Site',
    'site',
    sites.map((site) => ({
      name: site.code,
      row: {
        name: `${site.code} ${site.city}`,
        slug: site.code.toLowerCase(),
        facility: site.code,
        timeZone: site.timeZone,
        region: to(made, `region/${site.region}`),
        tenant: to(made, `tenant/${site.tenant}`),
      },
    })),
  );
  await make(
    work,
    made,
    'dcim.Location',
    'room',
    sites.flatMap((site) =>
      site.rooms.map((room) => ({
        name: `${site.code}/${room.name}`,
        row: {
          name: room.name,
          slug: room.name.toLowerCase().replaceAll(' ', '-'),
          site: to(made, `site/${site.code}`),
        },
      })),
    ),
  );
};

const seedRacks = async (work: Work, made: Made): Promise<void> => {
  await make(work, made, 'dcim.RackRole', 'rackRole', [
    { name: 'network', row: { name: 'Network', slug: 'network', color: '2e6fd1' } },
    { name: 'compute', row: { name: 'Compute', slug: 'compute', color: '0b7038' } },
  ]);
  const rows = sites.flatMap((site) =>
    site.rooms.flatMap((room, r) => {
      const before = site.rooms.slice(0, r).reduce((sum, other) => sum + other.racks, 0);
      return Array.from({ length: room.racks }, (_, i) => ({ site, room, n: before + i + 1 }));
    }),
  );
  await make(
    work,
    made,
    'dcim.Rack',
    'rack',
    rows.map(({ site, room, n }) => ({
      name: `${site.code}/${n}`,
      row: {
        name: `${site.code}-R${String(n).padStart(2, '0')}`,
        site: to(made, `site/${site.code}`),
        location: to(made, `room/${site.code}/${room.name}`),
        role: to(made, `rackRole/${n <= 2 ? 'network' : 'compute'}`),
        tenant: to(made, `tenant/${site.tenant}`),
        uHeight: 42,
        formFactor: '4-post-cabinet',
      },
    })),
  );
};

type Part = readonly [model: string, rows: readonly InputRow[]];

const partsOf = (type: DemoType, deviceType: InputRow | null): Part[] => {
  const names = (pattern: string | undefined) => (pattern === undefined ? [] : expandNameRange(pattern));
  const panel = Array.from({ length: type.panelPorts ?? 0 }, (_, i) => ({ deviceType, name: `${i + 1}`, type: 'lc' }));
  return [
    [
      'dcim.InterfaceTemplate',
      (type.interfaces ?? []).flatMap((group) =>
        names(group.names).map((name) => ({ deviceType, name, type: group.type, mgmtOnly: group.mgmtOnly ?? false })),
      ),
    ],
    [
      'dcim.PowerPortTemplate',
      (type.powerPorts ?? []).flatMap((group) =>
        names(group.names).map((name) => ({ deviceType, name, type: 'iec-60320-c14', maximumDraw: group.maximumDraw })),
      ),
    ],
    ['dcim.PowerOutletTemplate', names(type.powerOutlets).map((name) => ({ deviceType, name, type: 'iec-60320-c13' }))],
    ['dcim.ConsolePortTemplate', names(type.consolePorts).map((name) => ({ deviceType, name, type: 'rj-45' }))],
    [
      'dcim.ConsoleServerPortTemplate',
      names(type.consoleServerPorts).map((name) => ({ deviceType, name, type: 'rj-45' })),
    ],
    ['dcim.RearPortTemplate', panel.map((row) => ({ ...row, name: `R${row.name}` }))],
    ['dcim.FrontPortTemplate', panel.map((row) => ({ ...row, name: `F${row.name}` }))],
  ];
};

const seedTemplates = async (work: Work, made: Made): Promise<void> => {
  const parts = deviceTypes.flatMap((type) => partsOf(type, to(made, `type/${type.model}`)));
  for (const model of new Set(parts.map(([name]) => name))) {
    const rows = parts.filter(([name]) => name === model).flatMap(([, list]) => list);
    await make(
      work,
      made,
      model,
      model,
      rows.map((row) => ({ name: String(row['name']), row })),
    );
  }
  const ports = deviceTypes.flatMap((type) => Array.from({ length: type.panelPorts ?? 0 }, (_, i) => i + 1));
  await work.create(
    'dcim.PortTemplateMapping',
    ports.map((n) => ({
      frontPort: to(made, `dcim.FrontPortTemplate/F${n}`),
      rearPort: to(made, `dcim.RearPortTemplate/R${n}`),
    })),
  );
};

const seedTypes = async (work: Work, made: Made): Promise<void> => {
  const makers = [...new Set(deviceTypes.map((type) => type.manufacturer))];
  await make(
    work,
    made,
    'dcim.Manufacturer',
    'maker',
    makers.map((name) => ({ name, row: { name, slug: name.toLowerCase() } })),
  );
  await make(
    work,
    made,
    'dcim.DeviceType',
    'type',
    deviceTypes.map((type) => ({
      name: type.model,
      row: {
        manufacturer: to(made, `maker/${type.manufacturer}`),
        model: type.model,
        slug: type.model.toLowerCase(),
        uHeight: type.heightU.toFixed(1),
        isFullDepth: type.isFullDepth,
        ...(type.airflow !== undefined && { airflow: type.airflow }),
      },
    })),
  );
  await seedTemplates(work, made);
  await make(
    work,
    made,
    'dcim.DeviceRole',
    'role',
    deviceRoles.map((row) => ({ name: row.slug, row })),
  );
};

const seedDevices = async (work: Work, made: Made): Promise<void> => {
  const rows = sites.flatMap((site) => {
    const racks = site.rooms.reduce((sum, room) => sum + room.racks, 0);
    return Array.from({ length: racks }, (_, i) =>
      devicesInRack(site.code, i + 1).map((device) => ({ site, n: i + 1, device })),
    ).flat();
  });
  await make(
    work,
    made,
    'dcim.Device',
    'device',
    rows.map(({ site, n, device }, index) => ({
      name: device.name,
      row: {
        name: device.name,
        site: to(made, `site/${site.code}`),
        rack: to(made, `rack/${site.code}/${n}`),
        deviceType: to(made, `type/${device.model}`),
        role: to(made, `role/${device.role}`),
        tenant: to(made, `tenant/${site.tenant}`),
        status: device.status,
        serial: `D${String(index + 1).padStart(6, '0')}`,
        ...(device.positionU !== null && { position: device.positionU.toFixed(1), face: 'front' }),
        ...(device.role === 'edge-router' && { tags: [to(made, 'tag/critical')] }),
      },
    })),
  );
};

/** Writes the whole demo network in one unit of work; about 500 devices with their parts, cables and addresses. */
export const seedDemo = async (work: Work): Promise<void> => {
  const made: Made = new Map();
  await seedTenancy(work, made);
  await seedPlaces(work, made);
  await seedTypes(work, made);
  await seedRacks(work, made);
  await seedDevices(work, made);
  await seedCabling(work, made);
  await seedAddressing(work, made);
};
