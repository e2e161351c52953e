import { registry } from '@plumbline/domain';
import { readFileSync } from 'node:fs';
import type { DataSource } from 'typeorm';
import { BENCH_ORGANIZATION, fillStatement, type Fill } from '../fill.ts';

/** Source of the template that is measured. */
export const SWITCH = readFileSync(new URL('../../templates/switch.j2', import.meta.url), 'utf8');

/** Options of the template. */
export const OPTIONS = { trim_blocks: true, lstrip_blocks: true, undefined: 'strict' };

/** Ids of what a scene adds to a generated network. */
export const SCENE = {
  template: '01910000-0001-7000-8000-000000000001',
  wide: '01910000-0002-7000-8000-000000000001',
} as const;

/** Interfaces of the wide device. */
export const WIDE = 500;

const id = (kind: number, expression: string): string => `bench_id(${kind}, (${expression})::bigint)`;
const KIND = { type: 5, role: 6, site: 3, platform: 7, vlan: 12, context: 100, port: 101, address: 102 } as const;
/** Numbers of added rows lie above those of generated ones. */
const ABOVE = 500_000_000;

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const FILLS: readonly Fill[] = [
  {
    model: 'extras.ConfigTemplate',
    from: 'generate_series(1, 1) n',
    id: quoted(SCENE.template),
    number: `${ABOVE} + n`,
    values: {
      name: quoted('bench switch'),
      templateCode: quoted(SWITCH),
      environmentParams: `${quoted(JSON.stringify(OPTIONS))}::jsonb`,
    },
  },
  {
    model: 'extras.ConfigContext',
    from: 'generate_series(1, 20) n',
    id: id(KIND.context, 'n'),
    number: `${ABOVE} + n`,
    values: {
      name: `'context ' || n`,
      weight: '1000 + n',
      data: `CASE WHEN n < 3 THEN jsonb_build_object('ntp', jsonb_build_array('10.1.0.' || n, '10.2.0.' || n), 'snmp',
        jsonb_build_object('location', 'hall ' || n, 'contact', 'noc@example.net')) ELSE jsonb_build_object('key' || n, n) END`,
    },
  },
  {
    model: 'dcim.Device',
    from: 'generate_series(1, 1) n',
    id: quoted(SCENE.wide),
    number: `${ABOVE} + n`,
    values: {
      name: quoted('wide'),
      status: quoted('active'),
      site: id(KIND.site, '1'),
      role: id(KIND.role, '1'),
      deviceType: id(KIND.type, '1'),
      platform: id(KIND.platform, '1'),
    },
  },
  {
    model: 'dcim.Interface',
    from: `generate_series(1, ${WIDE}) n`,
    id: id(KIND.port, 'n'),
    number: `${ABOVE} + n`,
    values: {
      device: quoted(SCENE.wide),
      name: `'Ethernet' || n`,
      sortKey: `lpad(n::text, 8, '0')`,
      type: quoted('10gbase-x-sfpp'),
      mode: `CASE WHEN n % 2 = 0 THEN 'access' END`,
      description: `CASE WHEN n % 3 = 0 THEN 'server ' || n END`,
      untaggedVlan: `CASE WHEN n % 2 = 0 THEN ${id(KIND.vlan, 'n')} END`,
    },
  },
  {
    model: 'ipam.IpAddress',
    from: `generate_series(1, ${WIDE}) n`,
    id: id(KIND.address, 'n'),
    number: `${ABOVE} + n`,
    values: {
      address: `set_masklen('172.16.0.0'::inet + n, 24)`,
      'assignedObject.interface': `CASE WHEN n % 2 = 1 THEN ${id(KIND.port, 'n')} END`,
    },
  },
];

/** Half of the generated ports are access ports, some are trunks, two form a channel. */
const PORT_MODES = [
  `UPDATE dcim_interface SET mode = 'access' WHERE untagged_vlan_id IS NOT NULL AND mode IS NULL`,
  `UPDATE dcim_interface SET mode = 'tagged' WHERE untagged_vlan_id IS NOT NULL AND number % 48 >= 44`,
  `INSERT INTO dcim_interface_tagged_vlans (organization_id, source_id, target_id)
   SELECT i.organization_id, i.id, bench_id(12, 1 + (i.number::bigint * k) % 5000) FROM dcim_interface i, generate_series(1, 5) k
   WHERE i.mode = 'tagged' ON CONFLICT DO NOTHING`,
  'VACUUM ANALYZE',
];

/** Adds the template, contexts, a wide device and modes of ports to a generated network; once per database. */
export const addScene = async (source: DataSource, say: (line: string) => void): Promise<void> => {
  const [known] = await source.query<object[]>('SELECT 1 FROM dcim_device WHERE id = $1', [SCENE.wide]);
  if (known) {
    await source.query('UPDATE extras_config_template SET template_code = $1 WHERE id = $2', [SWITCH, SCENE.template]);
    return;
  }
  say('adding contexts, templates and modes of ports');
  const runner = source.createQueryRunner();
  await runner.query('SET session_replication_role = replica');
  for (const fill of FILLS) await runner.query(fillStatement(registry, fill));
  await runner.query('SET session_replication_role = DEFAULT');
  for (const statement of PORT_MODES) await runner.query(statement);
  await runner.release();
};

/** Ids of generated devices, in order. */
export const deviceIds = async (source: DataSource, count: number): Promise<string[]> => {
  const rows = await source.query<{ id: string }[]>(
    'SELECT id FROM dcim_device WHERE organization_id = $1 AND id <> $2 ORDER BY number LIMIT $3',
    [BENCH_ORGANIZATION, SCENE.wide, count],
  );
  return rows.map((row) => row.id);
};
