import { buildRegistry } from '@plumbline/engine';
import { kindOf } from '@plumbline/kit';
import { entityClasses } from './entities.gen.ts';
import { domains } from './index.ts';

const names: Record<string, { type: string; one: string; many: string }> = {
  'dcim.Device': { type: 'Device', one: 'device', many: 'devices' },
  'ipam.IpAddress': { type: 'IpAddress', one: 'ipAddress', many: 'ipAddresses' },
  'ipam.IpamRole': { type: 'IpamRole', one: 'ipamRole', many: 'ipamRoles' },
  'users.ApiToken': { type: 'ApiToken', one: 'apiToken', many: 'apiTokens' },
  'dcim.PortTemplateMapping': {
    type: 'PortTemplateMapping',
    one: 'portTemplateMapping',
    many: 'portTemplateMappings',
  },
};

test('all entities hold together', () => {
  const registry = buildRegistry(entityClasses);
  expect(registry.models.length).toBe(entityClasses.length);
  expect(registry.providing('tags')?.name).toBe('extras.Tag');
  expect(domains.flatMap((domain) => domain.entities)).toEqual(entityClasses);
});

test.each(Object.entries(names))('%s has the names the API promises', (name, expected) => {
  const { type, one, many } = buildRegistry(entityClasses).model(name);
  expect({ type, one, many }).toEqual(expected);
});

test('a device knows its parts and a site what stands in it', () => {
  const registry = buildRegistry(entityClasses);
  const parts = [
    'interfaces',
    'consolePorts',
    'consoleServerPorts',
    'powerPorts',
    'powerOutlets',
    'frontPorts',
    'rearPorts',
  ];
  expect([...registry.model('dcim.Device').edges.keys()]).toEqual(expect.arrayContaining(parts));
  expect([...registry.model('dcim.Site').edges.keys()]).toEqual(
    expect.arrayContaining(['devices', 'racks', 'locations', 'prefixes', 'vlans']),
  );
});

test('every default is a value its own kind accepts', () => {
  for (const model of buildRegistry(entityClasses).models)
    for (const field of model.spec.fields.values())
      if (field.default !== undefined && field.default !== null)
        expect({ at: `${model.name}.${field.key}`, ...kindOf(field.kind).parse(field.default, field) }).toMatchObject({
          ok: true,
        });
});
