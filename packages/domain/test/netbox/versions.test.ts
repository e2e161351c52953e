import type { ImportReport } from '@plumbline/engine';
import { importDesk } from './import-desk.ts';
import { networkOf } from './version-dump.ts';
import { VERSIONS, type Version } from './version.ts';

const desk = importDesk();

const load = (version: Version): Promise<ImportReport> => desk.load(networkOf(version));

/** What each part of the network comes to, by a question that knows no release. */
const QUESTIONS: Readonly<Record<string, readonly [sql: string, expected: unknown]>> = {
  'users keep password, groups and rights': [
    `SELECT u.username, u.password_hash IS NOT NULL AS hashed, g.name AS "group", p.name AS right, p.object_types AS types, p.constraints,
       p.enabled, p.problem,
       (SELECT count(*)::int FROM users_object_permission_users) AS users
     FROM users_user u JOIN users_group_users m ON m.target_id = u.id JOIN users_group g ON g.id = m.source_id
     JOIN users_object_permission_groups l ON l.target_id = g.id JOIN users_object_permission p ON p.id = l.source_id`,
    [
      {
        username: 'ann',
        hashed: true,
        group: 'Network',
        right: 'Sites',
        types: ['dcim.Site', 'users.User'],
        constraints: { status: 'active' },
        enabled: false,
        problem: 'User has no field "status".',
        users: 1,
      },
    ],
  ],
  'preferences keep the order of tables': [
    `SELECT data #>> '{tables,SiteTable,ordering,0}' AS ordering FROM users_user_preferences`,
    [{ ordering: '-name' }],
  ],
  'tokens work': ['SELECT write_enabled AS writes, enabled FROM users_api_token', [{ writes: true, enabled: true }]],
  'blank choices are empty': [
    `SELECT d.face, t.airflow, t.subdevice_role AS role, i.mode, w.auth_type AS auth, a.priority
     FROM dcim_device d, dcim_device_type t, dcim_interface i, wireless_wireless_lan w, tenancy_contact_assignment a`,
    [{ face: null, airflow: null, role: null, mode: null, auth: null, priority: null }],
  ],
  'an interface has its MAC address as an object': [
    `SELECT m.mac_address::text AS mac, i.primary_mac_address_id = m.id AS is_primary, m.assigned_object_interface_id = i.id AS is_assigned
     FROM dcim_interface i, dcim_mac_address m`,
    [{ mac: '00:11:22:33:44:55', is_primary: true, is_assigned: true }],
  ],
  'a front port is mapped to its rear port': [
    'SELECT front_port_position AS front, rear_port_position AS rear FROM dcim_port_mapping',
    [{ front: 1, rear: 3 }],
  ],
  'a rack keeps its form factor': ['SELECT form_factor FROM dcim_rack', [{ form_factor: '4-post-cabinet' }]],
  'prefixes, clusters and VLAN groups lie in their site': [
    `SELECT s.number FROM dcim_site s JOIN ipam_prefix p ON p.scope_site_id = s.id JOIN virtualization_cluster c ON c.scope_site_id = s.id
     JOIN ipam_vlan_group g ON g.scope_site_id = s.id`,
    [{ number: 7 }],
  ],
  'VLAN groups keep their ids': ['SELECT vid_ranges::text AS ids FROM ipam_vlan_group', [{ ids: '{[100,200)}' }]],
  'a service belongs to its device': [
    'SELECT d.name FROM ipam_service s JOIN dcim_device d ON d.id = s.parent_device_id',
    [{ name: 'd1' }],
  ],
  'disks are counted in MB': [
    'SELECT m.disk, d.size FROM virtualization_virtual_machine m JOIN virtualization_virtual_disk d ON d.virtual_machine_id = m.id',
    [{ disk: 20_000, size: 20_000 }],
  ],
  'circuits end at a site and at a network of the provider': [
    `SELECT t.term_side AS side, s.number AS site, n.number AS network FROM circuits_circuit_termination t
     LEFT JOIN dcim_site s ON s.id = t.termination_site_id LEFT JOIN circuits_provider_network n ON n.id = t.termination_provider_network_id ORDER BY 1`,
    [
      { side: 'A', site: 7, network: null },
      { side: 'Z', site: null, network: 6 },
    ],
  ],
  'contacts keep their group and what they are for': [
    `SELECT g.name AS "group", s.name AS site FROM tenancy_contact_groups l JOIN tenancy_contact_group g ON g.id = l.target_id
     JOIN tenancy_contact_assignment a ON a.contact_id = l.source_id JOIN dcim_site s ON s.id = a.object_id AND a.object_type = 'dcim.Site'`,
    [{ group: 'Staff', site: 'Main site' }],
  ],
  'custom fields keep types, choices and values': [
    `SELECT f.object_types AS types, c.extra_choices AS choices, s.custom_fields AS values FROM extras_custom_field f
     JOIN extras_custom_field_choice_set c ON c.id = f.choice_set_id, dcim_site s`,
    [
      {
        types: ['dcim.Site', 'users.User'],
        choices: [
          ['gold', 'Gold'],
          ['tin', 'Tin'],
        ],
        values: { tier: 'gold' },
      },
    ],
  ],
  'links, templates and filters keep their types': [
    `SELECT l.object_types AS link, l.button_class AS button, e.object_types AS template, f.object_types AS filter, f.parameters
     FROM extras_custom_link l, extras_export_template e, extras_saved_filter f`,
    [
      {
        link: ['dcim.Site'],
        button: 'default',
        template: ['dcim.Site'],
        filter: ['dcim.Site'],
        parameters: { status: ['active'] },
      },
    ],
  ],
  'event rules keep events and actions': [
    `SELECT r.name, r.event_types AS events, w.name AS hook, s.name AS script, m.file_path AS file FROM extras_event_rule r
     LEFT JOIN extras_webhook w ON w.id = r.action_object_webhook_id LEFT JOIN extras_script s ON s.id = r.action_object_script_id
     LEFT JOIN extras_script_module m ON m.id = s.module_id ORDER BY r.number`,
    [
      ['Tell', 'Hook', null, null],
      ['Run', null, 'Audit', 'audit.py'],
      ['Run again', null, 'Audit', 'audit.py'],
    ].map(([name, hook, script, file]) => ({
      name,
      events: ['object_created', 'job_completed', 'job_errored', 'job_failed'],
      hook,
      script,
      file,
    })),
  ],
  'config contexts keep their criteria': [
    `SELECT c.data, s.name FROM extras_config_context c JOIN extras_config_context_sites l ON l.source_id = c.id JOIN dcim_site s ON s.id = l.target_id`,
    [{ data: { dns: ['10.0.0.1'] }, name: 'Main site' }],
  ],
  'attachments hang on their object': [
    `SELECT s.name, a.image_path AS path FROM extras_image_attachment a JOIN dcim_site s ON s.id = a.object_id AND a.object_type = 'dcim.Site'`,
    [{ name: 'Main site', path: 'image-attachments/door.jpg' }],
  ],
  'history is history': [
    `SELECT r.actor_name AS who, s.name AS site, (SELECT count(*)::int FROM core_job) AS jobs FROM core_change_record r
     JOIN dcim_site s ON s.id = r.object_id WHERE r.request_id LIKE '1111%'`,
    [{ who: 'ann', site: 'Main site', jobs: 1 }],
  ],
};

describe.each(VERSIONS)('a dump of NetBox %s', (version) => {
  test('loses no row and no value, and comes to the same network as any other', async () => {
    const report = await load(version);
    const refusals = report.tables.flatMap((each) =>
      each.refusals.map((refusal) => ({ table: each.table, ...refusal })),
    );
    expect(refusals).toEqual([]);
    const raw = report.tables.flatMap(({ table, columns }) =>
      columns.filter(({ fate }) => fate === 'raw').map(({ name }) => `${table}.${name}`),
    );
    expect(raw).toEqual([]);
    expect(report.totals).toMatchObject({ waiting: 0, refused: 0, incomplete: 0 });
    const answers: Record<string, unknown> = {};
    for (const [name, [sql]] of Object.entries(QUESTIONS)) answers[name] = await desk.plant.dataSource.query(sql);
    expect(answers).toEqual(
      Object.fromEntries(Object.entries(QUESTIONS).map(([name, [, expected]]) => [name, expected])),
    );
    expect((await load(version)).totals).toMatchObject({ created: 0, updated: 0 });
  });
});

test('what was imported from an old release is brought up to date from a newer one', async () => {
  await load(3.7);
  const { totals } = await load(4.5);
  expect(totals).toMatchObject({ refused: 0, incomplete: 0 });
  const answers: Record<string, unknown> = {};
  for (const name of [
    'disks are counted in MB',
    'a service belongs to its device',
    'event rules keep events and actions',
  ])
    answers[name] = await desk.plant.dataSource.query(QUESTIONS[name]?.[0] ?? '');
  for (const [name, answer] of Object.entries(answers)) expect(answer).toEqual(QUESTIONS[name]?.[1]);
});
