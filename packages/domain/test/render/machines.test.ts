import { buildMachines, type Machines } from './machines.ts';
import { Studio } from './studio.ts';

interface Rendered {
  readonly text: string | null;
  readonly errors: readonly object[];
}

let studio: Studio;
let scene: Machines;

beforeAll(async () => {
  studio = await Studio.open();
  scene = await buildMachines(studio.plant, await studio.plant.make('tenancy.Contact', { name: 'Ops' }));
});
afterAll(() => studio.close());

const RENDER = `query ($id: ID!, $template: TemplatePick, $source: String) {
  configRender(virtualMachine: { id: $id }, template: $template, source: $source) {
    device { name } virtualMachine { name } ok text reads errors { kind message template line }
  }
}`;

const render = async (variables: Readonly<Record<string, unknown>>): Promise<Rendered> =>
  (await studio.ask(RENDER, { id: scene.machines[0], ...variables }))['configRender'] as Rendered;

const textOf = async (source: string): Promise<string | null> => {
  const { text, errors } = await render({ source });
  expect(errors).toEqual([]);
  return text;
};

test('a machine goes by its own names and by those of devices', async () => {
  const names = ['virtualmachine', 'vm', 'device', 'obj'].map((name) => `{{ ${name}.name }}`).join(' ');
  expect(await textOf(names)).toBe('vm0 vm0 vm0 vm0');
  expect(await textOf('{{ interfaces | length }} {{ ip_addresses | map(attribute="address") | join(" ") }}')).toBe(
    '4 203.0.113.1/24 203.0.113.2/24 203.0.113.3/24 203.0.113.4/24',
  );
  expect(await render({ source: '' })).toMatchObject({ device: null, virtualMachine: { name: 'vm0' } });
  const ask = { template: null, source: '{{ vm is defined }}', options: null, extra: null };
  const [host = ''] = scene.hosts;
  expect((await studio.configs.render({ actor: studio.actor }, { id: host }, ask)).text).toBe('False');
});

test.each([
  [
    '{{ vm.cluster }} {{ vm.cluster.cluster_type.name == vm.cluster.type.name }} {{ vm.cluster.site.slug }}',
    'compute True hall7',
  ],
  [
    '{{ vm.device.name }} {{ vm.device.cluster.virtual_machines.count() }} {{ vm.device.virtual_machines.first() }}',
    'host0 4 vm0',
  ],
  ['{{ vm.cluster.devices.all() | join(" ") }}', 'host0 host1 host2 host3'],
  ['{{ vm.primary_ip.address.ip }} {{ vm.primary_ip.assigned_object.virtual_machine }}', '203.0.113.1 vm0'],
  [
    '{{ vm.primary_ip.assigned_object.parent_object }} {{ vm.primary_ip.assigned_object.device is defined }}',
    'vm0 False',
  ],
  [
    '{{ vm.vcpus }} {{ vm.memory }} {{ vm.virtualdisks.all() | sum(attribute="size") }} {{ vm.get_status_display() }}',
    '2.0 4096 2000 Active',
  ],
  [
    '{% for i in vm.interfaces.all() %}{{ i }}:{{ i.untagged_vlan.vid }}:{{ i.mac_addresses.first() }} {% endfor %}',
    'eth0:70:02:00:00:00:00:10 eth1:70:02:00:00:00:00:11 eth2:70:02:00:00:00:00:12 eth3:70:02:00:00:00:00:13 ',
  ],
  [
    '{% for s in vm.services.all() %}{{ s.name }}/{{ s.ports[0] }} on {{ s.parent }} at {{ s.ipaddresses.first() }}{% endfor %}',
    'service 0/80 on vm0 at 203.0.113.1/24',
  ],
  [
    '{% for i in vm.interfaces.filter(tunnel_terminations__tunnel__name="tunnel") %}{{ i }} {% endfor %}',
    'eth0 eth1 eth2 eth3 ',
  ],
  ['{{ vm.interfaces.first().l2vpn_terminations.first().l2vpn.type }} {{ vm.contacts.first().contact }}', 'vxlan Ops'],
  ['{{ vm.interfaces.first().fhrp_group_assignments.get().group.protocol }} {{ vm.tags.count() }}', 'vrrp2 1'],
])('%s gives %s', async (source, text) => {
  expect(await textOf(source)).toBe(text);
});

test('a device reaches its machines and their contexts, in as many statements for many as for one', async () => {
  const [context] = await studio.plant.all('extras.ConfigContext', [
    { name: 'compute', clusters: [scene.cluster], data: { zone: 'b' } },
  ]);
  const source = `{% for vm in device.virtual_machines.all() %}{{ vm }} {{ vm.get_config_context().zone }}
{%- for i in vm.interfaces.all() %} {{ i.ip_addresses.first().address.ip }}{% endfor %}{% endfor %} {{ zone }}`;
  const ask = { template: null, source, options: null, extra: null };
  const count = async (ids: readonly string[]): Promise<number> => {
    studio.statements.length = 0;
    const renders = await studio.freshService().renders({ actor: studio.actor }, ids, ask);
    expect(renders.map(({ errors }) => errors)).toEqual(ids.map(() => []));
    expect(renders[0]?.text).toBe('vm0 b 203.0.113.1 203.0.113.2 203.0.113.3 203.0.113.4 b');
    return studio.statements.length;
  };
  expect(await count(scene.hosts.slice(0, 1))).toBeLessThanOrEqual(12);
  const [two, four] = [await count(scene.hosts.slice(0, 2)), await count(scene.hosts)];
  expect(four).toBe(two);
  await studio.plant.remove('extras.ConfigContext', context ?? '');
});

test('names of NetBox that lead through others do so, for conditions too', async () => {
  const { plant } = studio;
  const [from = '', to = ''] = await plant.all(
    'dcim.Interface',
    scene.hosts.slice(0, 2).map((device) => ({ device, name: 'xe-0', type: '10gbase-x-sfpp' })),
  );
  const cable = { aTerminations: [{ interface: { id: from } }], bTerminations: [{ interface: { id: to } }] };
  await plant.make('dcim.Cable', cable);
  expect(
    await textOf('{{ vm.interfaces.first().mac_address }} {{ vm.interfaces.get(mac_address="02:00:00:00:00:11") }}'),
  ).toBe('02:00:00:00:00:10 eth1');
  expect(
    await textOf(
      '{{ vm.interfaces.first().l2vpn_termination.l2vpn.type }} {{ vm.interfaces.last().l2vpn_termination.assigned_object }}',
    ),
  ).toBe('vxlan eth3');
  const source = `{% for i in device.interfaces.all() %}{{ i.link_peers[0].device }} {{ i.cable.a_terminations | join }} {{ i.cable.b_terminations[0].parent_object }}
{{- ' ' }}{{ i.mac_address }} {{ i.is_wired }} {{ i.connected_endpoints | join(',') }} {{ i.connected_endpoints[0].device }} {{ i.reachable }}{% endfor %} {{ device.parent_bay }}`;
  const ask = { template: null, source, options: null, extra: null };
  const renders = await studio.configs.renders({ actor: studio.actor }, scene.hosts.slice(0, 2), ask);
  expect(renders.map(({ text, errors }) => [text, errors])).toEqual([
    ['host1 xe-0 host1 None True xe-0 host1 True None', []],
    ['host0 xe-0 host1 None True xe-0 host0 True None', []],
  ]);
  const refused = await render({
    source: '{{ vm.device.interfaces.filter(link_peers=1) }}{{ vm.device.interfaces.filter(link_peers=1).count() }}',
  });
  expect(refused.errors).toMatchObject([{ kind: 'FieldError', message: expect.stringContaining('is worked out') }]);
});

test('far ends of paths are read for all devices at once', async () => {
  const ports = await studio.plant.all(
    'dcim.Interface',
    scene.hosts.map((device) => ({ device, name: 'far', type: '10gbase-x-sfpp' })),
  );
  for (const [a, b] of [ports.slice(0, 2), ports.slice(2, 4)] as [string, string][])
    await studio.plant.make('dcim.Cable', {
      aTerminations: [{ interface: { id: a } }],
      bTerminations: [{ interface: { id: b } }],
    });
  const source =
    '{% for i in device.interfaces.filter(name="far") %}{{ i.connected_endpoints[0].device }} {{ i.link_peers[0] }}{% endfor %}';
  const ask = { template: null, source, options: null, extra: null };
  const count = async (hosts: readonly string[]): Promise<number> => {
    studio.statements.length = 0;
    const renders = await studio.freshService().renders({ actor: studio.actor }, hosts, ask);
    expect(renders.map(({ text }) => text)).toEqual(
      ['host1 far', 'host0 far', 'host3 far', 'host2 far'].slice(0, hosts.length),
    );
    return studio.statements.length;
  };
  const [two, four] = [await count(scene.hosts.slice(0, 2)), await count(scene.hosts)];
  expect(four).toBe(two);
});

test('many machines take as many statements as two', async () => {
  const source = `{% for i in interfaces %}{{ i.name }} {{ i.untagged_vlan.vid }} {{ i.ip_addresses.first().address }}{% endfor %}
{{ vm.site.name }} {% for d in vm.virtual_disks.all() %}{{ d.size }}{% endfor %}`;
  const { machines: ids } = scene;
  const count = async (some: readonly string[]): Promise<number> => {
    studio.statements.length = 0;
    const { virtualMachines } = await studio.ask(
      'query ($ids: [ID!]) { virtualMachines(filter: { id: { in: $ids } }) { nodes { renderedConfig(template: { name: "many" }) { ok } } } }',
      { ids: some },
    );
    const { nodes } = virtualMachines as { nodes: { renderedConfig: { ok: boolean } }[] };
    expect(nodes.map(({ renderedConfig }) => renderedConfig.ok)).toEqual(some.map(() => true));
    return studio.statements.length;
  };
  await studio.plant.make('extras.ConfigTemplate', { name: 'many', templateCode: source });
  await count(ids); // what the template asks is known from here on
  expect(await count(ids)).toBe(await count(ids.slice(0, 2)));
});

test('the nearest template is taken: of the machine, its role, its platform', async () => {
  const { plant } = studio;
  const [id = ''] = scene.machines;
  const { virtualMachine: found } = (await studio.ask(
    `{ virtualMachine(id: "${id}") { role { id } platform { id } } }`,
  )) as { virtualMachine: Record<'role' | 'platform', { id: string }> };
  const make = (name: string) => plant.make('extras.ConfigTemplate', { name, templateCode: name });
  const text = async () => (await render({})).text;
  const message = 'Neither the virtual machine nor its role nor its platform names a config template.';
  expect((await render({})).errors).toMatchObject([{ kind: 'TemplateNotFound', message }]);
  await plant.update('dcim.Platform', { id: found.platform.id, configTemplate: await make('of platform') });
  expect(await text()).toBe('of platform');
  await plant.update('dcim.DeviceRole', { id: found.role.id, configTemplate: await make('of role') });
  expect(await text()).toBe('of role');
  await plant.update('virtualization.VirtualMachine', { id, configTemplate: await make('of machine') });
  expect(await text()).toBe('of machine');
  const { virtualMachineConfigRenders } = await studio.ask(
    '{ virtualMachineConfigRenders(filter: { cluster: { name: { eq: "compute" } } }) { totalCount nodes { text virtualMachine { name } } } }',
  );
  expect(virtualMachineConfigRenders).toEqual({
    totalCount: 4,
    nodes: ['of machine', 'of role', 'of role', 'of role'].map((each, i) => ({
      text: each,
      virtualMachine: { name: `vm${i}` },
    })),
  });
});

test('a saved query gets the machine it is for', async () => {
  await studio.plant.make('extras.ConfigTemplate', {
    name: 'with data',
    templateCode: '{{ mine.name }} of {{ mine.cluster.name }}',
    dataQuery: 'query ($virtualMachine: ID!) { mine: virtualMachine(id: $virtualMachine) { name cluster { name } } }',
  });
  expect(await render({ template: { name: 'with data' } })).toMatchObject({ text: 'vm0 of compute', errors: [] });
});

test('an artefact is kept per machine, and again when something it reads changes', async () => {
  await studio.plant.make('extras.ConfigTemplate', { name: 'kept', templateCode: '{{ vm.name }} {{ vm.memory }}' });
  const keep = async (): Promise<unknown> => {
    const { configArtefactRender } = await studio.ask(
      `mutation ($id: ID!) { configArtefactRender(virtualMachine: { id: $id }, template: { name: "kept" }) { stored render { text } } }`,
      { id: scene.machines[1] },
    );
    return configArtefactRender;
  };
  expect(await keep()).toEqual({ stored: true, render: { text: 'vm1 4096' } });
  expect(await keep()).toEqual({ stored: false, render: { text: 'vm1 4096' } });
  await studio.plant.update('virtualization.VirtualMachine', { id: scene.machines[1] ?? '', memory: 8192 });
  expect(await keep()).toEqual({ stored: true, render: { text: 'vm1 8192' } });
  const { virtualMachine } = await studio.ask(
    '{ virtualMachine(number: 2) { configArtefacts { nodes { text device { name } template { name } } } } }',
  );
  expect(virtualMachine).toEqual({
    configArtefacts: { nodes: [{ text: 'vm1 8192', device: null, template: { name: 'kept' } }] },
  });
});

test('exactly one of device and machine is named', async () => {
  const ask = async (given: string) =>
    (await studio.execute(`{ configRender(${given}) { ok } }`)).errors?.map(({ message }) => message);
  const both = 'Name either a device or a virtual machine.';
  expect(await ask('source: "x"')).toEqual([both]);
  expect(await ask('device: { number: 1 }, virtualMachine: { number: 1 }')).toEqual([both]);
  expect(await ask('virtualMachine: { name: "vm9" }')).toEqual(['There is no such virtual machine.']);
  expect(await ask('virtualMachine: { number: 1, name: "vm0" }')).toEqual([
    'Name the row by exactly one of id, number and name.',
  ]);
});

test('what a strict template may read of a machine is known when it is saved', async () => {
  const look = async (source: string) => {
    const { templateValidate } = await studio.ask(
      'query ($source: String!) { templateValidate(source: $source) { usesTypes errors { message } } }',
      { source },
    );
    return templateValidate as { usesTypes: string[]; errors: { message: string }[] };
  };
  expect(await look('{{ vm.vcpus }} {{ vm.virtual_disks.first().size }}')).toEqual({
    usesTypes: ['virtualization.VirtualDisk', 'virtualization.VirtualMachine'],
    errors: [],
  });
  expect(await look('{{ device.vcpus }} {{ device.rack.name }}')).toMatchObject({ errors: [] });
  expect(await look('{{ vm.rack.name }}')).toMatchObject({
    errors: [{ message: "unknown field 'rack' of virtual machine, line 1" }],
  });
});
