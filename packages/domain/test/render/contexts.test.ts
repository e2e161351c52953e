import { organizationPredicates, type RowPredicates } from '@plumbline/engine';
import { DEVICE } from '../../src/render/subject.ts';
import { Studio } from './studio.ts';

let studio: Studio;
const made: Record<string, string> = {};

const CRITERIA: readonly (readonly [criterion: string, near: string, far: string])[] = [
  ['regions', 'region', 'otherRegion'],
  ['siteGroups', 'siteGroup', 'otherSiteGroup'],
  ['sites', 'site', 'otherSite'],
  ['locations', 'location', 'otherLocation'],
  ['deviceTypes', 'type', 'otherType'],
  ['roles', 'role', 'otherRole'],
  ['platforms', 'platform', 'otherPlatform'],
  ['clusterTypes', 'clusterType', 'otherClusterType'],
  ['clusterGroups', 'clusterGroup', 'otherClusterGroup'],
  ['clusters', 'cluster', 'otherCluster'],
  ['tenantGroups', 'tenantGroup', 'otherTenantGroup'],
  ['tenants', 'tenant', 'otherTenant'],
  ['withTags', 'tag', 'otherTag'],
];

/** Criteria that only devices can meet. */
const OF_DEVICES: ReadonlySet<string> = new Set(['locations', 'deviceTypes']);

/** Criteria whose ancestors count, with the parent's name. */
const ANCESTORS: readonly (readonly [criterion: string, parent: string])[] = [
  ['regions', 'topRegion'],
  ['siteGroups', 'topSiteGroup'],
  ['locations', 'topLocation'],
  ['roles', 'topRole'],
  ['platforms', 'topPlatform'],
];

beforeAll(async () => {
  studio = await Studio.open();
  const { plant } = studio;
  const tree = async (model: string, name: string, rest = {}) => {
    const upper = name[0]?.toUpperCase() + name.slice(1);
    made[`top${upper}`] = await plant.named(model, rest);
    made[name] = await plant.named(model, { ...rest, parent: made[`top${upper}`] });
    made[`other${upper}`] = await plant.named(model, rest);
  };
  await tree('dcim.Region', 'region');
  await tree('dcim.SiteGroup', 'siteGroup');
  await tree('dcim.DeviceRole', 'role');
  await tree('dcim.Platform', 'platform');
  await tree('tenancy.TenantGroup', 'tenantGroup');
  made['tenant'] = await plant.named('tenancy.Tenant', { group: made['tenantGroup'] });
  made['otherTenant'] = await plant.named('tenancy.Tenant');
  made['site'] = await plant.named('dcim.Site', { region: made['region'], group: made['siteGroup'] });
  made['otherSite'] = await plant.named('dcim.Site');
  made['farSite'] = await plant.named('dcim.Site');
  await tree('dcim.Location', 'location', { site: made['site'] });
  made['type'] = await plant.type();
  made['otherType'] = await plant.type();
  made['tag'] = await plant.named('extras.Tag');
  made['otherTag'] = await plant.named('extras.Tag');
  made['clusterType'] = await plant.named('virtualization.ClusterType');
  made['otherClusterType'] = await plant.named('virtualization.ClusterType');
  made['clusterGroup'] = await plant.named('virtualization.ClusterGroup');
  made['otherClusterGroup'] = await plant.named('virtualization.ClusterGroup');
  const scope = { location: made['location'] };
  const type = made['clusterType'];
  made['cluster'] = await plant.make('virtualization.Cluster', { name: 'c', type, group: made['clusterGroup'], scope });
  made['otherCluster'] = await plant.make('virtualization.Cluster', { name: 'o', type: made['otherClusterType'] });
  const shared = {
    cluster: made['cluster'],
    role: made['role'],
    platform: made['platform'],
    tenant: made['tenant'],
    tags: [made['tag']],
    localContextData: { ntp: { port: 124 } },
  };
  made['device'] = await plant.device(made['type'], { ...shared, site: made['site'], location: made['location'] });
  made['machine'] = await plant.make('virtualization.VirtualMachine', { ...shared, name: 'vm' });
  made['bare machine'] = await plant.make('virtualization.VirtualMachine', { name: 'bare', site: made['farSite'] });
  made['bare'] = await plant.device(made['type'], { site: made['otherSite'] });
});
afterAll(() => studio.close());

/** Runs with contexts of its own and removes them. */
const withContexts = async (inputs: readonly Record<string, unknown>[], use: () => Promise<void>): Promise<void> => {
  const ids = await studio.plant.all('extras.ConfigContext', inputs);
  try {
    await use();
  } finally {
    await studio.plant.remove('extras.ConfigContext', ...ids);
  }
};

const contextOf = async (id: string | undefined, field = 'device'): Promise<unknown> => {
  const { found } = await studio.ask(`query ($id: ID!) { found: ${field}(id: $id) { configContext } }`, { id });
  return (found as { configContext: unknown }).configContext;
};
const contextOfMachine = (id: string | undefined) => contextOf(id, 'virtualMachine');

test('what no context applies to has its local data', async () => {
  expect(await contextOf(made['device'])).toEqual({ ntp: { port: 124 } });
  expect(await contextOf(made['bare'])).toEqual({});
  expect(await contextOfMachine(made['machine'])).toEqual({ ntp: { port: 124 } });
  expect(await contextOfMachine(made['bare machine'])).toEqual({});
});

test.each(CRITERIA)('%s choose the devices and machines that have one of them', async (criterion, near, far) => {
  const inputs = [
    { name: 'near', data: { near: 1 }, [criterion]: [made[near], made[far]] },
    { name: 'far', data: { far: 1 }, [criterion]: [made[far]] },
  ];
  await withContexts(inputs, async () => {
    expect(await contextOf(made['device'])).toEqual({ near: 1, ntp: { port: 124 } });
    const near = OF_DEVICES.has(criterion) ? {} : { near: 1 };
    expect(await contextOfMachine(made['machine'])).toEqual({ ...near, ntp: { port: 124 } });
    expect(await contextOfMachine(made['bare machine'])).toEqual({});
  });
});

test('locations and device types are met by no virtual machine, even one in that location', async () => {
  const inputs = [
    { name: 'place', data: { place: 1 }, locations: [made['location']], clusters: [made['cluster']] },
    { name: 'type', data: { type: 1 }, deviceTypes: [made['type']], clusters: [made['cluster']] },
  ];
  await withContexts(inputs, async () => {
    expect(await contextOf(made['device'])).toEqual({ place: 1, type: 1, ntp: { port: 124 } });
    expect(await contextOfMachine(made['machine'])).toEqual({ ntp: { port: 124 } });
  });
});

test('a machine without a site of its own is at the site of its cluster', async () => {
  const { plant } = studio;
  const outcome = await plant.import('virtualization.VirtualMachine', { name: 'moved in', cluster: made['cluster'] });
  const [id] = outcome.result?.map(String) ?? [];
  const { site } = await plant
    .row('virtualization_virtual_machine', id ?? '')
    .then(({ site_id }) => ({ site: site_id }));
  expect(site).toBeNull(); // an import keeps places as its source has them
  const inputs = [
    { name: 'site', data: { site: 1 }, sites: [made['site']] },
    { name: 'region', data: { region: 1 }, regions: [made['topRegion']] },
    { name: 'group', data: { group: 1 }, siteGroups: [made['siteGroup']] },
    { name: 'far', data: { far: 1 }, sites: [made['farSite']] },
  ];
  await withContexts(inputs, async () => {
    expect(await contextOfMachine(id)).toEqual({ site: 1, region: 1, group: 1 });
    expect(await contextOfMachine(made['bare machine'])).toEqual({ far: 1 });
  });
});

test.each(ANCESTORS)('%s count with their ancestors', async (criterion, parent) => {
  await withContexts([{ name: 'top', data: { top: 1 }, [criterion]: [made[parent]] }], async () => {
    expect(await contextOf(made['device'])).toEqual({ top: 1, ntp: { port: 124 } });
    expect(await contextOf(made['bare'])).toEqual({});
    const top = OF_DEVICES.has(criterion) ? {} : { top: 1 };
    expect(await contextOfMachine(made['machine'])).toEqual({ ...top, ntp: { port: 124 } });
    expect(await contextOfMachine(made['bare machine'])).toEqual({});
  });
});

test('a tenant group counts for its own tenants only', async () => {
  await withContexts([{ name: 'top', data: { top: 1 }, tenantGroups: [made['topTenantGroup']] }], async () => {
    expect(await contextOf(made['device'])).toEqual({ ntp: { port: 124 } });
    expect(await contextOfMachine(made['machine'])).toEqual({ ntp: { port: 124 } });
  });
});

test('all criteria of a context must hold, and inactive contexts say nothing', async () => {
  const inputs = [
    { name: 'both', data: { both: 1 }, sites: [made['site']], roles: [made['role']] },
    { name: 'half', data: { half: 1 }, sites: [made['site']], roles: [made['otherRole']] },
    { name: 'off', data: { off: 1 }, isActive: false },
    { name: 'all', data: { all: 1 } },
  ];
  await withContexts(inputs, async () => {
    expect(await contextOf(made['device'])).toEqual({ all: 1, both: 1, ntp: { port: 124 } });
    expect(await contextOf(made['bare'])).toEqual({ all: 1 });
  });
});

test('each value names the context that won and those it overrides', async () => {
  const inputs = [
    { name: 'global', weight: 100, data: { ntp: { server: 'a', port: 123 }, dns: ['x'] } },
    { name: 'site', weight: 200, sites: [made['site']], data: { ntp: { server: 'b' } } },
  ];
  await withContexts(inputs, async () => {
    const explain = 'configContextExplain { path value source { id name weight } overridden { name } }';
    const { device, machine } = await studio.ask(
      `query ($id: ID!, $vm: ID!) { device(id: $id) { ${explain} } machine: virtualMachine(id: $vm) { ${explain} } }`,
      { id: made['device'], vm: made['machine'] },
    );
    expect(machine).toEqual(device);
    const values = (device as { configContextExplain: { source: { id: string | null } }[] }).configContextExplain;
    expect(values.map(({ source }) => typeof source.id)).toEqual(['string', 'object', 'string']);
    // keys come as the database stores them: by length, then bytes
    expect(values).toMatchObject([
      { path: ['dns'], value: ['x'], source: { name: 'global', weight: 100 }, overridden: [] },
      { path: ['ntp', 'port'], value: 124, source: { id: null, name: 'local data' }, overridden: [{ name: 'global' }] },
      { path: ['ntp', 'server'], value: 'b', source: { name: 'site', weight: 200 }, overridden: [{ name: 'global' }] },
    ]);
  });
});

const hiding =
  (entity: string, id: string | undefined): RowPredicates =>
  (model, actor) => {
    const organization = organizationPredicates(model, actor);
    if (model.name !== entity) return organization;
    return {
      sql: (alias, params) =>
        `${organization?.sql(alias, params) ?? 'true'} AND ${alias}.id <> ${params.add(id, 'uuid')}`,
    };
  };

test('a context the caller may not read says nothing to the caller', async () => {
  const ids = await studio.plant.all('extras.ConfigContext', [
    { name: 'open', data: { open: 1 } },
    { name: 'hidden', data: { hidden: 1 } },
  ]);
  studio.predicates = hiding('extras.ConfigContext', ids[1]);
  try {
    expect(await contextOf(made['bare'])).toEqual({ open: 1 });
  } finally {
    studio.predicates = organizationPredicates;
    await studio.plant.remove('extras.ConfigContext', ...ids);
  }
});

test('a stored template is rendered with all contexts, a source of the request with those the caller may read', async () => {
  const ids = await studio.plant.all('extras.ConfigContext', [
    { name: 'open', data: { open: 1 } },
    { name: 'hidden', data: { hidden: 1 } },
  ]);
  const templateCode = '{{ config_context | tojson }}';
  const template = await studio.plant.make('extras.ConfigTemplate', { name: 'all of it', templateCode });
  const ask = async (by: string): Promise<unknown> => {
    const text = `query { configRender(device: { id: "${made['bare']}" }, ${by}) { ok text } }`;
    const { configRender } = await studio.ask(text);
    return JSON.parse((configRender as { text: string }).text);
  };
  const asked = async () => [await ask(`template: { id: "${template}" }`), await ask(`source: "${templateCode}"`)];
  const explained = `query { found: device(id: "${made['bare']}") { configContextExplain { path source { name } } } }`;
  try {
    const whole = { hidden: 1, open: 1 };
    expect(await asked()).toEqual([whole, whole]);
    studio.predicates = hiding('extras.ConfigContext', ids[1]);
    expect(await asked()).toEqual([whole, { open: 1 }]);
    const { found } = await studio.ask(explained);
    expect(JSON.stringify(found)).toContain('open');
    expect(JSON.stringify(found)).not.toContain('hidden');
  } finally {
    studio.predicates = organizationPredicates;
    await studio.plant.remove('extras.ConfigContext', ...ids);
    await studio.plant.remove('extras.ConfigTemplate', template);
  }
});

test('a hidden criterion counts all the same', async () => {
  await withContexts([{ name: 'site', data: { site: 1 }, sites: [made['site']] }], async () => {
    studio.predicates = hiding('dcim.Site', made['site']);
    try {
      expect(await contextOf(made['device'])).toEqual({ site: 1, ntp: { port: 124 } });
    } finally {
      studio.predicates = organizationPredicates;
    }
  });
});

test('contexts of many devices take as many statements as those of one', async () => {
  const inputs = await Promise.all(
    Array.from({ length: 200 }, () => studio.plant.deviceInput(made['type'] ?? '', { site: made['site'] })),
  );
  const devices = await studio.plant.all('dcim.Device', inputs);
  await withContexts([{ name: 'all', data: { all: 1 } }], async () => {
    const count = async (ids: readonly string[]) => {
      studio.statements.length = 0;
      const found = await studio.configs.contexts({ actor: studio.actor }, DEVICE, ids);
      expect([...found.values()].every(({ text }) => text === '{"all":1}')).toBe(true);
      expect(found.size).toBe(ids.length);
      return studio.statements.length;
    };
    expect([await count(devices), await count(devices.slice(0, 1))]).toEqual([2, 2]);
    const text = '{ devices(first: 200) { nodes { id configContext } } }';
    await studio.ask(text);
    expect(studio.statements.filter((sql) => sql.includes('extras_config_context c'))).toHaveLength(1);
  });
});
