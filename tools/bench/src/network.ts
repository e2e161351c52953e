import { BENCH_ORGANIZATION, type Fill } from './fill.ts';

/** Size of a generated network; ports per device are always 48. */
export interface Size {
  readonly sites: number;
  readonly devices: number;
}

/** Kinds of the ids, so that ids of different tables never meet. */
export const KIND = {
  region: 1,
  tenant: 2,
  site: 3,
  manufacturer: 4,
  type: 5,
  role: 6,
  platform: 7,
  rack: 8,
  tag: 9,
  device: 10,
  vrf: 11,
  vlan: 12,
  prefix: 13,
  interface: 14,
  cable: 15,
  termination: 16,
  address: 17,
  frontPort: 18,
  consolePort: 19,
  powerPort: 20,
  rearPort: 21,
  mac: 22,
} as const;

const PORTS = 48;
const id = (kind: keyof typeof KIND, expression: string): string => `bench_id(${KIND[kind]}, (${expression})::bigint)`;
const series = (count: number | string): string => `generate_series(1, ${count}) n`;

const simple = (model: string, kind: keyof typeof KIND, count: number, values: Record<string, string>): Fill => ({
  model,
  from: series(count),
  id: id(kind, 'n'),
  number: 'n',
  values,
});

const named = (label: string, slug: string): Record<string, string> => ({
  name: `'${label} ' || n`,
  slug: `'${slug}-' || n`,
});

const catalogue = (): Fill[] => [
  {
    model: 'dcim.Region',
    from: series(50),
    id: id('region', 'n'),
    number: 'n',
    values: {
      ...named('Region', 'region'),
      parent: `CASE WHEN n > 5 THEN ${id('region', 'n % 5 + 1')} END`,
      treePath: `CASE WHEN n > 5 THEN ARRAY[${id('region', 'n % 5 + 1')}, ${id('region', 'n')}] ELSE ARRAY[${id('region', 'n')}] END`,
    },
  },
  simple('tenancy.Tenant', 'tenant', 200, { ...named('Tenant', 'tenant'), description: `'customer "' || n || '"'` }),
];

const hardware = (): Fill[] => [
  simple('dcim.Manufacturer', 'manufacturer', 40, named('Manufacturer', 'manufacturer')),
  simple('dcim.DeviceType', 'type', 100, {
    manufacturer: id('manufacturer', 'n % 40 + 1'),
    model: `'Model ' || n`,
    slug: `'model-' || n`,
    partNumber: `'PN-' || n * 37`,
    uHeight: '1',
    isFullDepth: 'n % 2 = 0',
    weight: 'CASE WHEN n % 3 > 0 THEN (bench_random(n, 3) * 40)::numeric(8,2) END',
  }),
  {
    ...simple('dcim.DeviceRole', 'role', 20, {
      ...named('Role', 'role'),
      color: `lpad(to_hex(n * 99991 % 16777216), 6, '0')`,
    }),
    values: {
      ...named('Role', 'role'),
      color: `lpad(to_hex(n * 99991 % 16777216), 6, '0')`,
      treePath: `ARRAY[${id('role', 'n')}]`,
    },
  },
  simple('dcim.Platform', 'platform', 20, {
    ...named('Platform', 'platform'),
    treePath: `ARRAY[${id('platform', 'n')}]`,
  }),
  simple('extras.Tag', 'tag', 50, { ...named('tag', 'tag'), color: `lpad(to_hex(n * 3333), 6, '0')` }),
  simple('ipam.Vrf', 'vrf', 10, { name: `'vrf-' || n`, rd: `'65000:' || n` }),
];

const places = ({ sites, devices }: Size): Fill[] => [
  simple('dcim.Site', 'site', sites, {
    name: `'Site ' || lpad(n::text, 3, '0')`,
    slug: `'site-' || n`,
    region: id('region', '6 + n % 45'),
    tenant: id('tenant', '1 + n % 200'),
    description: `'Höhe «' || n || '»'`,
    latitude: '(bench_random(n, 1) * 180 - 90)::numeric(8,6)',
    customFields: `jsonb_build_object('code', 'S' || n, 'tier', n % 4)`,
  }),
  simple('dcim.Rack', 'rack', sites * 20, {
    name: `'R' || lpad(((n - 1) / ${sites})::text, 3, '0')`,
    site: id('site', `(n - 1) % ${sites} + 1`),
    serial: `'RK' || n`,
  }),
  simple('dcim.Device', 'device', devices, {
    name: `'s' || lpad(((n - 1) % ${sites} + 1)::text, 3, '0') || '-' || (ARRAY['leaf','spine','core','acc','fw','rtr','oob','pdu','srv','sto'])[1 + n % 10] || '-' || lpad((n / ${sites})::text, 4, '0')`,
    serial: `'SN' || upper(md5(n::text))`,
    assetTag: `CASE WHEN n % 2 = 0 THEN 'AT' || n END`,
    status: `CASE WHEN bench_random(n, 4) < 0.85 THEN 'active' ELSE (ARRAY['planned','staged','offline','failed'])[1 + n % 4] END`,
    site: id('site', `(n - 1) % ${sites} + 1`),
    role: id('role', '1 + n % 20'),
    deviceType: id('type', '1 + (bench_random(n, 6) * 99)::int'),
    tenant: `CASE WHEN n % 3 = 0 THEN ${id('tenant', '1 + n % 200')} END`,
    platform: id('platform', '1 + n % 20'),
    rack: `CASE WHEN n % 5 > 0 THEN ${id('rack', `((n - 1) % ${sites} + 1) + ${sites} * ((n / ${sites}) % 20)`)} END`,
    description: `'device ' || n`,
    customFields: `jsonb_build_object('owner', 'team-' || (n % 30), 'cost', (n % 1000) / 10.0)`,
  }),
];

const ports = ({ devices }: Size): Fill[] => {
  const at = (kind: keyof typeof KIND, per: number) => id(kind, `(d - 1) * ${per} + n`);
  const each = (per: number) => `generate_series(1, ${devices}) d, generate_series(1, ${per}) n`;
  const part = (model: string, kind: keyof typeof KIND, per: number, values: Record<string, string>): Fill => ({
    model,
    from: each(per),
    id: at(kind, per),
    number: `(d - 1) * ${per} + n`,
    values: { device: id('device', 'd'), ...values },
  });
  return [
    part('dcim.Interface', 'interface', PORTS, {
      name: `CASE WHEN d % 2 = 0 THEN 'GigabitEthernet1/0/' || n ELSE 'xe-0/0/' || n END`,
      sortKey: `lpad(n::text, 8, '0')`,
      type: `(ARRAY['1000base-t','10gbase-x-sfpp','25gbase-x-sfp28','100gbase-x-qsfp28'])[1 + d % 4]`,
      enabled: `bench_random((d - 1) * ${PORTS} + n, 9) < 0.9`,
      mgmtOnly: 'n = 48',
      mtu: 'CASE WHEN n % 4 = 0 THEN 9216 END',
      speed: '(ARRAY[1000000,10000000,25000000,100000000])[1 + d % 4]',
      description: `CASE WHEN n % 3 = 0 THEN 'uplink to "peer" ' || n END`,
      untaggedVlan: `CASE WHEN n > 25 THEN ${id('vlan', '1 + (d * 31 + n) % 5000')} END`,
    }),
    {
      model: 'dcim.MacAddress',
      from: each(5),
      id: at('mac', 5),
      number: `(d - 1) * 5 + n`,
      values: {
        macAddress: `('0200' || lpad(to_hex((d - 1) * 5 + n), 8, '0'))::macaddr`,
        'assignedObject.interface': id('interface', `(d - 1) * ${PORTS} + n`),
      },
    },
    part('dcim.ConsolePort', 'consolePort', 1, { name: `'Console'` }),
    part('dcim.PowerPort', 'powerPort', 2, { name: `'PSU' || n`, maximumDraw: '550' }),
  ];
};

const PREFIX_ROWS = `(SELECT row_number() OVER (ORDER BY v, masklen(p), p) AS n, v, p FROM (
  SELECT v, '10.0.0.0/8'::cidr AS p FROM generate_series(1, 10) v
  UNION ALL SELECT v, ('10.' || k || '.0.0/16')::cidr FROM generate_series(1, 10) v, generate_series(0, 19) k
  UNION ALL SELECT v, ('10.' || j / 249 || '.' || j % 249 || '.0/24')::cidr FROM generate_series(1, 10) v, generate_series(0, 4974) j) x) y`;

/** Networks of 24 bits hold 200 and 50 addresses in turn, from their first on: place of the address `k` of a VRF. */
const placeOf = (k: string): string =>
  `(${k} / 250 * 512 + 1 + ${k} % 250 + CASE WHEN ${k} % 250 < 200 THEN 0 ELSE 56 END)`;

const addressing = (size: Size): Fill[] => {
  const addresses = Math.min(500_000, size.devices * 25);
  return [
    simple('ipam.Vlan', 'vlan', 5000, {
      site: id('site', `n % ${size.sites} + 1`),
      vid: `1 + n / ${Math.max(size.sites, 2)}`,
      name: `'vlan-' || n`,
    }),
    {
      model: 'ipam.Prefix',
      from: PREFIX_ROWS,
      id: id('prefix', 'n'),
      number: 'n',
      values: {
        prefix: 'p',
        vrf: id('vrf', 'v'),
        uniqueScope: `'vrf:' || v`,
        isPool: 'masklen(p) = 24 AND n % 10 = 0',
      },
    },
    {
      model: 'ipam.IpAddress',
      from: series(addresses),
      id: id('address', 'n'),
      number: 'n',
      values: {
        address: `set_masklen('10.0.0.0'::inet + ${placeOf('(n / 10)')}, 24)`,
        vrf: id('vrf', 'n % 10 + 1'),
        uniqueScope: `'vrf:' || (n % 10 + 1)`,
        status: `CASE WHEN n % 7 = 0 THEN 'reserved' ELSE 'active' END`,
        dnsName: `CASE WHEN n % 2 = 0 THEN 'host-' || n || '.example.net' END`,
        'assignedObject.interface': `CASE WHEN n % 25 < 22 THEN ${id('interface', `1 + (n * 48 / 25) % ${size.devices * PORTS}`)} END`,
      },
    },
  ];
};

/** Devices d and d XOR 2^k are joined through ports 1 to 12, two terminations a cable. */
const cabling = ({ devices }: Size): Fill[] => {
  const pairs = `(SELECT row_number() OVER () AS n, d, p FROM generate_series(1, ${devices}) d, generate_series(1, 12) p WHERE d < (d # p) AND (d # p) <= ${devices}) c`;
  const end = (side: string, device: string, offset: number): Fill => ({
    model: 'dcim.CableTermination',
    from: pairs,
    id: id('termination', `n * 2 + ${offset}`),
    number: `n * 2 + ${offset}`,
    values: {
      cable: id('cable', 'n'),
      cableEnd: `'${side}'`,
      'termination.interface': id('interface', `(${device} - 1) * ${PORTS} + p`),
      device: id('device', device),
    },
  });
  return [
    {
      model: 'dcim.Cable',
      from: pairs,
      id: id('cable', 'n'),
      number: 'n',
      values: {
        label: `'C-' || n`,
        type: `'cat6a'`,
        length: '(n % 30 + 1)::numeric',
        lengthUnit: `'m'`,
        color: `'2e6fd1'`,
      },
    },
    end('A', 'd', 0),
    end('B', '(d # p)', 1),
  ];
};

/** All fills of a network, in an order that satisfies the foreign keys. */
export const networkFills = (size: Size): Fill[] => [
  ...catalogue(),
  ...hardware(),
  ...places(size),
  ...addressing({ ...size, devices: 0 }).slice(0, 1),
  ...ports(size),
  ...addressing(size).slice(1),
  ...cabling(size),
];

/** What follows the fills: derived columns that the pipeline would keep, tags, and fresh statistics. */
export const AFTERWARDS: readonly string[] = [
  `INSERT INTO extras_tagged_item (organization_id, object_type, object_id, tag_id)
   SELECT DISTINCT '${BENCH_ORGANIZATION}'::uuid, 'dcim.Device', d.id, bench_id(${KIND.tag}, 1 + (d.number * k * 7) % 50)
   FROM dcim_device d, generate_series(1, 2) k`,
  `UPDATE dcim_interface i SET cable_id = t.cable_id, cable_end = t.cable_end, site_id = d.site_id, rack_id = d.rack_id
   FROM dcim_cable_termination t, dcim_device d WHERE t.termination_interface_id = i.id AND d.id = i.device_id`,
  `UPDATE dcim_device d SET primary_ip4_id = a.id FROM (
     SELECT DISTINCT ON (i.device_id) i.device_id, a.id FROM ipam_ip_address a
     JOIN dcim_interface i ON i.id = a.assigned_object_interface_id ORDER BY i.device_id, a.id) a WHERE a.device_id = d.id`,
  'VACUUM ANALYZE',
];
