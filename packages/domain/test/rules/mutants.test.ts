import { readdirSync, readFileSync } from 'node:fs';
import { domains, registry } from '../../src/index.ts';
import { keyOf } from '../plant.ts';
import { refusals } from './all-cases.ts';
import { constraintName } from './harness.ts';
import { isSampled, limitsOf } from './limit-values.ts';
import { sampledUniques } from './uniques.ts';

/**
 * Every rule is taken out, made to refuse everything, and stripped of its constraints, where its case runs (`refusals.ts`,
 * `effects.ts`, `limits.test.ts`, `uniqueness.test.ts`). Here it is seen to that nothing is left out.
 */
const inCases = new Set(refusals.flatMap(({ by }) => by.flatMap((key) => constraintName(key) ?? [])));

/** Rows the product makes itself and those outside organizations; their constraints are of the kinds tested elsewhere. */
const BY_PRODUCT = registry.models.filter((model) => !isSampled(model)).map(({ name }) => name);

test('each check and exclusion of the database is taken out somewhere', () => {
  const open = registry.models.filter(isSampled).flatMap((model) => {
    const tried = new Set(limitsOf(model).map(({ constraint }) => constraint.name));
    return model.constraints.filter(({ name }) => !tried.has(name) && !inCases.has(name)).map(({ name }) => name);
  });
  expect(open).toEqual([]);
});

test('each uniqueness of the database is taken out somewhere', () => {
  const tried = new Set([...sampledUniques.map(({ unique }) => unique.name), ...inCases]);
  const open = registry.models.flatMap((model) =>
    model.unique
      .filter(({ name, fields }) => !tried.has(name) && fields.join() !== 'number')
      .map(({ fields }) => `${model.name} ${fields.join()}`),
  );
  expect(open.filter((key) => !BY_PRODUCT.includes(key.split(' ')[0] ?? ''))).toEqual([]);
});

/** Rules that take locks, and the beginning of the title of the race that shows what they are for. */
const RACED: Readonly<Record<string, string>> = {
  'users.user.1.administrator': 'of two last administrators',
  'tenancy.tenantgroup.1': 'tenants of two groups deleted',
  'extras.configcontext.1.profile': 'a schema does not change under data',
  'extras.configcontextprofile.1': 'a schema does not change under data',
  'extras.customfield.2.unique': 'a value of a unique field stands once',
  'dcim.rack.3': 'a rack does not shrink below a device',
  'dcim.rackreservation.1': 'units are reserved by one of two',
  'dcim.rackreservation.1.clash': 'units are reserved by one of two',
  'dcim.devicetype.2': 'a type does not grow into a device',
  'dcim.device.4': 'of two devices mounted at one place',
  'dcim.virtualchassis.1': 'a device is not made the master',
  'dcim.virtualchassis.1.lag': 'a chassis does not go that gets a LAG',
  'dcim.device.8.master': 'a device is not made the master',
  'dcim.device.7': 'a cluster does not move away from a device',
  'dcim._template.1.bay': 'a type does not cease to be a parent',
  'dcim.devicetype.3.parent': 'a type does not cease to be a parent',
  'dcim._component.3': 'a port is cabled that is marked',
  'dcim.module.1': 'of two modules for one bay',
  'dcim.module.4.device': 'a module does not move to another device',
  'dcim._component.module': 'a module does not move to another device',
  'dcim.interface.1': 'a port is cabled that becomes virtual',
  'dcim.interface.6': 'a MAC address becomes the primary one',
  'dcim.macaddress.1': 'a MAC address does not move while',
  'dcim.portmapping.1': 'a port does not shrink below',
  'dcim.frontport.1': 'a port does not shrink below',
  'dcim.rearport.1': 'a port does not shrink below',
  'dcim.porttemplatemapping.1': 'a port does not shrink below',
  'dcim.cable.1': 'a port takes one of two cables',
  'ipam.vrf.1': 'a VRF does not begin to refuse duplicates',
  'ipam.prefix.1': 'a VRF does not begin to refuse duplicates',
  'ipam.prefix.2': 'prefixes that change places',
  'ipam.aggregate.1': 'of two aggregates that share',
  'ipam.iprange.1.apart': 'of two ranges that share',
  'ipam.ipaddress.2': 'an address comes in once',
  'dcim.device.5': 'an address becomes primary for one',
  'dcim.virtualdevicecontext.1': 'an address does not leave a device whose context',
  'virtualization.virtualmachine.4': 'an address does not leave a machine',
  'ipam.ipaddress.3': 'an address does not leave a device that',
  'virtualization.cluster.1': 'a cluster does not move away',
  'virtualization.virtualmachine.1': 'a machine does not join a cluster',
  'virtualization.virtualmachine.1.host': 'a device does not change its cluster',
  'virtualization.virtualmachine.3': 'disks added at the same time',
  'virtualization.vminterface.1.loop': 'two interfaces of a machine do not',
  'circuits.circuit.1': 'an account does not move',
  'circuits.circuit.1.account': 'an account does not move',
  'circuits.virtualcircuit.1': 'a network does not move',
  'circuits.virtualcircuit.1.network': 'a network does not move',
  'circuits.circuittermination.2': 'a cable does not reach an end',
  'circuits.virtualcircuittermination.1': 'an interface does not stop being virtual',
  'circuits.virtualcircuittermination.1.type': 'an interface does not stop being virtual',
  'wireless.wirelesslink.1': 'an interface does not stop being a radio',
  'wireless.wirelesslink.1.type': 'an interface does not stop being a radio',
  'vpn.l2vpn.1': 'a point-to-point L2VPN gets one',
  'vpn.l2vpn.1.type': 'an L2VPN does not become point-to-point',
};

const titles = readdirSync(import.meta.dirname)
  .filter((name) => /races.*\.test\.ts$/.test(name))
  .map((name) => readFileSync(`${import.meta.dirname}/${name}`, 'utf8'))
  .join('\n');

test('every rule that takes locks is raced', () => {
  const locking = domains
    .flatMap(({ rules }) => rules)
    .filter((rule) => rule.kind === 'rule' && rule.locks !== undefined)
    .map((rule) => keyOf(rule).replace(/^\S+ /, ''));
  expect([...new Set(locking)].filter((name) => RACED[name] === undefined)).toEqual([]);
  expect(Object.keys(RACED).filter((name) => !locking.includes(name))).toEqual([]);
  expect(Object.values(RACED).filter((title) => !titles.includes(`'${title}`))).toEqual([]);
});
