import type { InputRow } from '@plumbline/engine';
import type { Plant } from '../../plant.ts';
import { many, type Refusal } from '../case.ts';

const EVENT_RULE = 'extras.EventRule';
const WEBHOOK = 'extras.Webhook';
const CONTEXT = 'extras.ConfigContext';
const PROFILE = 'extras.ConfigContextProfile';

type Make = (plant: Plant) => Promise<InputRow>;

/** A case whose rows differ in the fields that are given. */
const differing = (
  [model, rule, proves]: readonly [model: string, rule: string, proves: string | null],
  title: string,
  refused: Refusal['refused'],
  base: Make,
  [good, bad]: readonly [InputRow, InputRow],
): Refusal => ({
  title,
  proves,
  by: [`${model} ${rule}`],
  model,
  slots: async (plant) => {
    const rest = await base(plant);
    return (_, fits) => {
      const name = plant.name('n');
      return { name, ...rest, ...('slug' in rest && { slug: name }), ...(fits ? good : bad) };
    };
  },
  refused,
});

const hooked: Make = async (plant) => ({
  objectTypes: ['dcim.Site'],
  eventTypes: ['object_created'],
  actionObject: {
    webhook: { id: await plant.make(WEBHOOK, { name: plant.name('hook'), payloadUrl: 'https://hooks.example/a' }) },
  },
});

const started: Make = async () => ({
  objectTypes: ['dcim.Site'],
  eventTypes: ['object_created'],
  actionType: 'job',
});

/** Below a permission on sites and racks that may be passed on. */
const passedOn: Make = async (plant) => ({
  actions: ['view'],
  parent: {
    id: await plant.make('users.ObjectPermission', {
      name: plant.name('above'),
      objectTypes: ['dcim.Site', 'dcim.Rack'],
      actions: ['view', 'change'],
      delegable: true,
    }),
  },
});

const eventCase = (rule: string, proves: string | null) => [EVENT_RULE, rule, proves] as const;

const condition = (title: string, path: string, bad: unknown): Refusal =>
  differing(eventCase('extras.eventrule.2', 'extras.eventrule.2'), title, [path, 'BAD_USER_INPUT'], hooked, [
    { conditions: { and: [{ attr: 'status.value', value: 'active' }, { or: [{ attr: 'vid', op: 'gt', value: 5 }] }] } },
    { conditions: bad },
  ]);

const eventCases: readonly Refusal[] = [
  differing(
    eventCase('extras.eventrule.types', null),
    'an event rule is for types that exist',
    ['objectTypes', 'BAD_USER_INPUT'],
    hooked,
    [{}, { objectTypes: ['dcim.site'] }],
  ),
  differing(
    eventCase('extras.eventrule.types', null),
    'an event rule is for some type',
    ['objectTypes', 'REQUIRED'],
    hooked,
    [{}, { objectTypes: [] }],
  ),
  differing(
    eventCase('extras.eventrule.1.events', 'extras.eventrule.1'),
    'an event rule names events that exist',
    ['eventTypes', 'BAD_USER_INPUT'],
    hooked,
    [{}, { eventTypes: ['object_create'] }],
  ),
  differing(
    eventCase('extras.eventrule.1.events', 'extras.eventrule.1'),
    'an event rule names an event',
    ['eventTypes', 'REQUIRED'],
    hooked,
    [{}, { eventTypes: [] }],
  ),
  differing(
    eventCase('extras.eventrule.1', 'extras.eventrule.1'),
    'an event rule sets something off',
    ['actionObject', 'REQUIRED'],
    hooked,
    [{}, { actionObject: null }],
  ),
  differing(
    eventCase('extras.eventrule.1', 'extras.eventrule.1'),
    'what an event rule sets off is of the kind of its action',
    ['actionObject', 'BAD_USER_INPUT'],
    hooked,
    [{}, { actionType: 'notification' }],
  ),
  differing(
    eventCase('extras.eventrule.1.data', 'extras.eventrule.1'),
    'data of an action are an object',
    ['actionData', 'BAD_USER_INPUT'],
    hooked,
    [{ actionData: { level: 1 } }, { actionData: [1] }],
  ),
  condition('conditions are an object', 'conditions', ['a']),
  condition('a condition has a path', 'conditions.attr', { value: 1 }),
  condition('an operator is known', 'conditions.and.0.op', { and: [{ attr: 'a', op: 'like', value: 'b' }] }),
  condition('a pattern of a condition can be read', 'conditions.value', { attr: 'a', op: 'regex', value: '[a' }),
  condition('and / or takes a list', 'conditions.or', { or: [] }),
  differing(
    eventCase('extras.eventrule.1', 'extras.eventrule.1'),
    'the action job names a job',
    ['jobName', 'REQUIRED'],
    started,
    [{ jobName: 'tidy' }, {}],
  ),
  differing(
    eventCase('extras.eventrule.1', 'extras.eventrule.1'),
    'the action job takes no object',
    ['actionObject', 'BAD_USER_INPUT'],
    hooked,
    [{}, { actionType: 'job', jobName: 'tidy' }],
  ),
  differing(
    eventCase('extras.eventrule.2.filter', 'extras.eventrule.2'),
    'a filter of an event rule fits its types',
    ['filter.status.like', 'BAD_USER_INPUT'],
    hooked,
    [{ filter: { status: { eq: 'active' } } }, { filter: { status: { like: 'active' } } }],
  ),
  differing(
    eventCase('extras.eventrule.2.filter', 'extras.eventrule.2'),
    'a filter of the object before is an object',
    ['filterBefore', 'BAD_USER_INPUT'],
    hooked,
    [{ filterBefore: { name: { eq: 'a' } } }, { filterBefore: 'active' }],
  ),
];

const webhookCases: readonly Refusal[] = [
  differing(
    [WEBHOOK, 'extras.webhook.1', 'extras.webhook.1'],
    'a webhook calls an address of the web',
    ['payloadUrl', 'BAD_USER_INPUT'],
    async () => ({}),
    [{ payloadUrl: 'https://hooks.example/a' }, { payloadUrl: 'file:///etc/passwd' }],
  ),
  differing(
    [WEBHOOK, 'extras.webhook.1', 'extras.webhook.1'],
    'a webhook calls no address inside',
    ['payloadUrl', 'BAD_USER_INPUT'],
    async () => ({}),
    [{ payloadUrl: 'https://hooks.example/{{ event }}' }, { payloadUrl: 'http://169.254.169.254/{{ event }}' }],
  ),
  differing(
    [WEBHOOK, 'extras.webhook.1.authority', 'extras.webhook.1'],
    'a file of certificates needs verification',
    ['caFilePath', 'BAD_USER_INPUT'],
    async () => ({ payloadUrl: 'https://hooks.example/a', caFilePath: '/etc/ssl/own.pem' }),
    [{}, { sslVerification: false }],
  ),
];

const typed = (model: string, rule: string, base: InputRow, field: 'objectType' | 'objectTypes'): Refusal =>
  differing(
    [model, rule, null],
    `a ${model} is for types that exist`,
    [field, 'BAD_USER_INPUT'],
    async () => base,
    field === 'objectType'
      ? [{ objectType: 'dcim.Site' }, { objectType: 'dcim.Sites' }]
      : [{ objectTypes: ['dcim.Site'] }, { objectTypes: ['dcim.Site', 'dcim.Sites'] }],
  );

const LINK = { objectTypes: ['dcim.Site'], linkText: 'Graphs', linkUrl: 'https://graphs.example/' };
const FILTER = { objectTypes: ['dcim.Site'], slug: '', parameters: { status: ['active'] } };
const EXPORT = { objectTypes: ['dcim.Site'], templateCode: 'x' };

const restCases: readonly Refusal[] = [
  typed('extras.CustomLink', 'extras.customlink.types', LINK, 'objectTypes'),
  typed('extras.SavedFilter', 'extras.savedfilter.types', FILTER, 'objectTypes'),
  typed('extras.ExportTemplate', 'extras.exporttemplate.types', EXPORT, 'objectTypes'),
  typed('extras.TableConfig', 'extras.tableconfig.types', { table: 'sites', columns: ['name'] }, 'objectType'),
  differing(
    ['extras.ExportTemplate', 'extras.exporttemplate.1', 'extras.exporttemplate.1'],
    'an export template is not called table',
    ['name', 'BAD_USER_INPUT'],
    async () => EXPORT,
    [{}, { name: 'Table' }],
  ),
  differing(
    ['extras.SavedFilter', 'extras.savedfilter.1', 'extras.savedfilter.1'],
    'a saved filter is an object',
    ['parameters', 'BAD_USER_INPUT'],
    async () => FILTER,
    [{}, { parameters: ['active'] }],
  ),
  differing(
    ['extras.CustomLink', 'extras.customlink.url', null],
    'a link opens a web address',
    ['linkUrl', 'BAD_USER_INPUT'],
    async () => LINK,
    [{ linkUrl: '/sites/{{ object.number }}' }, { linkUrl: ' javascript:alert(1)' }],
  ),
  differing(
    ['users.ObjectPermission', 'users.objectpermission.1', 'users.objectpermission.1'],
    'a permission is for types that exist',
    ['objectTypes', 'BAD_USER_INPUT'],
    async () => ({ actions: ['view'] }),
    [{ objectTypes: ['dcim.Site'] }, { objectTypes: ['dcim.Sites'] }],
  ),
  differing(
    ['users.ObjectPermission', 'users.objectpermission.1', 'users.objectpermission.1'],
    'a permission grants an action',
    ['actions', 'REQUIRED'],
    async () => ({ objectTypes: ['dcim.Site'] }),
    [{ actions: ['view'] }, { actions: [] }],
  ),
  differing(
    ['users.ObjectPermission', 'users.objectpermission.2', 'users.objectpermission.2'],
    'conditions of a permission are objects',
    ['constraints', 'BAD_USER_INPUT'],
    async () => ({ objectTypes: ['dcim.Site'], actions: ['view'], enabled: false }),
    [{ constraints: [{ status: 'active' }, {}] }, { constraints: ['active'] }],
  ),
  differing(
    ['users.ObjectPermission', 'users.objectpermission.1', null],
    'a permission grants actions that its types have',
    ['actions', 'BAD_USER_INPUT'],
    async () => ({ objectTypes: ['users.ApiToken'] }),
    [{ actions: ['view', 'reveal'] }, { actions: ['view', 'connekt'] }],
  ),
  differing(
    ['users.ObjectPermission', 'users.objectpermission.1', null],
    'the filter of a permission reads for each of its types',
    ['predicate', 'BAD_USER_INPUT'],
    async () => ({ objectTypes: ['dcim.Site', 'dcim.Rack'], actions: ['view'] }),
    [{ predicate: { tenant: { id: { eq: '$tenant' } } } }, { predicate: { slug: { eq: 'a' } } }],
  ),
  differing(
    ['users.ObjectPermission', 'users.objectpermission.1', null],
    'a permission names fields that its types have',
    ['fields', 'BAD_USER_INPUT'],
    async () => ({ objectTypes: ['dcim.*'], actions: ['change'] }),
    [{ fields: ['serial', 'site'] }, { fields: ['serial', 'sites '] }],
  ),
  differing(
    ['users.ObjectPermission', 'users.objectpermission.6.within', null],
    'a permission that is passed on names no types besides those of the one above',
    ['objectTypes', 'BAD_USER_INPUT'],
    passedOn,
    [{ objectTypes: ['dcim.Site'] }, { objectTypes: ['dcim.Site', 'dcim.Device'] }],
  ),
  differing(
    ['users.ObjectPermission', 'users.objectpermission.6.within', null],
    'a permission that is passed on allows nothing besides',
    ['actions', 'BAD_USER_INPUT'],
    passedOn,
    [
      { objectTypes: ['dcim.Site'], actions: ['view'] },
      { objectTypes: ['dcim.Site'], actions: ['*'] },
    ],
  ),
  differing(
    ['users.ObjectPermission', 'users.objectpermission.4.translated', null],
    'imported conditions without a filter switch a permission off',
    ['enabled', 'BAD_USER_INPUT'],
    async () => ({ objectTypes: ['dcim.Site'], actions: ['view'], constraints: { status: 'active' } }),
    [{ predicate: { status: { eq: 'active' } } }, {}],
  ),
];

const SCHEMA = { type: 'object', properties: { ntp: { type: 'array' } }, required: ['ntp'] };

const profileCases: readonly Refusal[] = [
  {
    title: 'context data fit the schema of their profile',
    proves: 'extras.configcontext.1',
    by: [`${CONTEXT} extras.configcontext.1.profile`],
    model: CONTEXT,
    slots: async (plant) => {
      const profile = await plant.make(PROFILE, { name: plant.name('profile'), schema: SCHEMA });
      return (_, fits) => ({ name: plant.name('context'), profile, data: { ntp: fits ? ['192.0.2.1'] : 'none' } });
    },
    refused: ['data', 'SCHEMA_BREACH'],
  },
  {
    title: 'a profile has a schema that can be read',
    proves: null,
    by: [`${PROFILE} extras.configcontextprofile.1`],
    model: PROFILE,
    slots: async (plant) => (_, fits) => ({ name: plant.name('profile'), schema: fits ? SCHEMA : { type: 'map' } }),
    refused: ['schema', 'SCHEMA_INVALID'],
  },
  {
    title: 'stored contexts fit a changed schema',
    proves: 'extras.configcontext.1',
    by: [`${PROFILE} extras.configcontextprofile.1`],
    model: PROFILE,
    verb: 'update',
    slots: async (plant, count) => {
      const profiles = await plant.all(
        PROFILE,
        many(count, () => ({ name: plant.name('profile') })),
      );
      await plant.all(
        CONTEXT,
        profiles.map((profile) => ({ name: plant.name('context'), profile, data: { ntp: ['192.0.2.1'] } })),
      );
      return (at, fits) => ({ id: profiles[at], schema: fits ? SCHEMA : { ...SCHEMA, required: ['dns'] } });
    },
    refused: ['schema', 'SCHEMA_BREACH'],
  },
];

/** Event rules, webhooks, links, filters, templates of exports, permissions and profiles of contexts. */
export const customizationCases: readonly Refusal[] = [...eventCases, ...webhookCases, ...restCases, ...profileCases];
