import { row, typeId, type Rows } from './small-dump.ts';
import { CUSTOM, customFieldRow, jobRow, type Values } from './small-rows.ts';
import type { Version } from './version.ts';

/** A join table with content types, called otherwise before 4.0 and with another column until 4.3. */
const forTypes = (
  version: Version,
  model: string,
  ...types: readonly Parameters<typeof typeId>[0][]
): Record<string, Rows> => {
  const table = `extras_${model}_${version >= 4 ? 'object_types' : 'content_types'}`;
  const far = version >= 4 && version < 4.5 ? 'objecttype_id' : 'contenttype_id';
  return { [table]: types.map((type, i) => ({ id: i + 1, [`${model}_id`]: 1, [far]: typeId(type) })) };
};

/** Custom fields, links, templates, filters, webhooks and contexts. */
export const customization = (version: Version): Record<string, Rows> => {
  const shared = { weight: 100, enabled: 't', description: '' };
  return {
    extras_customfieldchoiceset: [
      row(1, {
        name: 'Tiers',
        extra_choices: '{{gold,Gold},{tin,Tin}}',
        order_alphabetically: 'f',
        base_choices: null,
      }),
    ],
    extras_customfield: [
      customFieldRow(1, 'tier', 'select', {
        [version >= 4 ? 'related_object_type_id' : 'object_type_id']: null,
        choice_set_id: 1,
      }),
    ],
    ...forTypes(version, 'customfield', 'dcim.site', 'users.user'),
    extras_customlink: [
      row(1, {
        name: 'Ticket',
        link_text: 'Ticket',
        link_url: 'https://example.net',
        group_name: '',
        button_class: version >= 4.1 ? 'default' : 'outline-dark',
        new_window: 'f',
        ...shared,
      }),
    ],
    ...forTypes(version, 'customlink', 'dcim.site'),
    extras_exporttemplate: [
      row(1, {
        name: 'List',
        template_code: '{{ queryset }}',
        mime_type: '',
        file_extension: '',
        as_attachment: 't',
        description: '',
      }),
    ],
    ...forTypes(version, 'exporttemplate', 'dcim.site'),
    extras_savedfilter: [
      row(1, {
        name: 'Active',
        slug: 'active',
        shared: 't',
        parameters: '{"status": ["active"]}',
        user_id: 1,
        ...shared,
      }),
    ],
    ...forTypes(version, 'savedfilter', 'dcim.site'),
    extras_webhook: [
      row(1, {
        name: 'Hook',
        payload_url: 'https://example.net',
        http_method: 'POST',
        http_content_type: 'application/json',
        additional_headers: '',
        body_template: '',
        secret: '',
        ssl_verification: 't',
        ...CUSTOM,
      }),
    ],
    ...events(version),
    ...forTypes(version, 'eventrule', 'dcim.site'),
    extras_configcontext: [
      row(1, { name: 'DNS', weight: 1000, is_active: 't', data: '{"dns": ["10.0.0.1"]}', description: '' }),
    ],
    extras_configcontext_sites: [{ id: 1, configcontext_id: 1, site_id: 7 }],
  };
};

const events = (version: Version): Record<string, Rows> => {
  const rule = (id: number, name: string, action: Values): Rows[number] =>
    row(id, {
      name,
      description: '',
      enabled: 't',
      conditions: null,
      action_data: null,
      comments: '',
      ...(version >= 4.1
        ? { event_types: '{object_created,job_completed,job_errored,job_failed}' }
        : { type_create: 't', type_update: 'f', type_delete: 'f', type_job_start: 'f', type_job_end: 't' }),
      ...(version < 4 && { action_parameters: null }),
      ...CUSTOM,
      ...action,
    });
  const script =
    version >= 4 ? { type: typeId('extras.script'), id: 12 } : { type: typeId('extras.scriptmodule'), id: 4 };
  return {
    core_managedfile: [row(4, { file_root: 'scripts', file_path: 'audit.py', data_path: '', auto_sync_enabled: 'f' })],
    ...(version >= 4 && { extras_script: [{ id: 12, name: 'Audit', module_id: 4, is_executable: 't' }] }),
    extras_eventrule: [
      rule(1, 'Tell', { action_type: 'webhook', action_object_type_id: typeId('extras.webhook'), action_object_id: 1 }),
      rule(2, 'Run', {
        action_type: 'script',
        action_object_type_id: script.type,
        action_object_id: script.id,
        ...(version < 4 && { action_parameters: '{"script_name": "Audit", "script_choice": "4:Audit"}' }),
      }),
      rule(3, 'Run again', {
        action_type: 'script',
        action_object_type_id: script.type,
        action_object_id: script.id,
        ...(version < 4 && { action_parameters: '{"script_name": "Audit", "script_choice": "4:Audit"}' }),
      }),
    ],
  };
};

/** The change log and a job. */
export const history = (version: Version): Record<string, Rows> => ({
  [version >= 4.1 ? 'core_objectchange' : 'extras_objectchange']: [
    {
      id: 1,
      time: '2023-05-01 10:00:00+00',
      user_name: 'ann',
      request_id: '11111111-2222-3333-4444-555555555555',
      action: 'create',
      changed_object_id: 7,
      related_object_id: null,
      object_repr: 'Main site',
      prechange_data: null,
      postchange_data: '{"name": "Main site"}',
      changed_object_type_id: typeId('dcim.site'),
      related_object_type_id: null,
      user_id: 1,
    },
  ],
  core_job: [
    jobRow(1, {
      object_id: 12,
      object_type_id: typeId('extras.script'),
      user_id: 1,
      ...(version >= 4.5 && { queue_name: 'default', notifications: 'always', log_entries: '{}' }),
    }),
  ],
});
