import type { Numbered } from './reference.ts';

const OPEN = 'packages/domain/test/rules/open.test.ts';
const LINKS = 'packages/domain/test/computed-links.test.ts';
const EVENTS = 'packages/domain/test/events/event-rules.test.ts';
const RACES = 'packages/domain/test/rules/races-services.test.ts';

const addressing: Readonly<Record<string, Numbered>> = {
  'ipam.aggregate.1': {
    says: 'aggregates lie side by side and none is the whole internet',
    tests: [[RACES, 'of two aggregates that share addresses one gets in']],
  },
  'ipam.iprange.1': {
    says: 'the ends make a range, and ranges lie apart',
    tests: [[RACES, 'of two ranges that share addresses one gets in']],
  },
  'ipam.iprange.2': { says: 'a populated range takes no new address' },
  'ipam.fhrpgroupassignment.1': {
    says: 'an interface takes part in a group once',
    unique: ['ipam.FhrpGroupAssignment interface,group'],
    limits: ['ipam.FhrpGroupAssignment priority'],
  },
  'ipam.asnrange.1': { says: 'a range ends above its start' },
  'ipam.asn.1': { says: 'a number stands once', unique: ['ipam.Asn asn'], limits: ['ipam.Asn asn'] },
  'ipam.vlantranslationrule.1': {
    says: 'both ids of a translation stand once in a policy',
    unique: ['ipam.VlanTranslationRule policy,localVid', 'ipam.VlanTranslationRule policy,remoteVid'],
    limits: ['ipam.VlanTranslationRule localVid', 'ipam.VlanTranslationRule remoteVid'],
  },
  'ipam.service.1': { says: 'a service has a parent and ports', limits: ['ipam.Service parent'] },
};

const circuits: Readonly<Record<string, Numbered>> = {
  'circuits.circuit.1': {
    says: 'an id stands once with a provider and an account, which is of the provider',
    unique: ['circuits.Circuit provider,cid', 'circuits.Circuit providerAccount,cid'],
    tests: [[RACES, 'an account does not move to another provider while a circuit takes it']],
  },
  'circuits.provideraccount.1': {
    says: 'account and name stand once with a provider',
    unique: ['circuits.ProviderAccount provider,account', 'circuits.ProviderAccount provider,name'],
  },
  'circuits.circuittermination.1': {
    says: 'each side of a circuit ends once, somewhere',
    unique: ['circuits.CircuitTermination circuit,termSide'],
  },
  'circuits.circuittermination.2': {
    says: 'an end in the network of a provider takes no cable',
    tests: [[RACES, 'a cable does not reach an end that moves into the network of a provider']],
  },
  'circuits.circuitgroupassignment.1': {
    says: 'a circuit is in a group once',
    unique: ['circuits.CircuitGroupAssignment member,group'],
  },
  'circuits.virtualcircuit.1': {
    says: 'an id stands once in a network and an account, both of one provider',
    unique: ['circuits.VirtualCircuit providerNetwork,cid', 'circuits.VirtualCircuit providerAccount,cid'],
  },
  'circuits.virtualcircuittermination.1': {
    says: 'a virtual interface ends at most one virtual circuit',
    unique: ['circuits.VirtualCircuitTermination interface'],
    tests: [
      [RACES, 'an interface does not stop being virtual while a virtual circuit ends there'],
      [LINKS, 'peers of a virtual circuit talk to peers, hubs to spokes, spokes to hubs'],
    ],
  },
};

const machines: Readonly<Record<string, Numbered>> = {
  'virtualization.cluster.1': {
    says: 'a name stands once in a group and at a site; hosts and machines are where their cluster is',
    unique: ['virtualization.Cluster group,name', 'virtualization.Cluster site,name'],
    tests: [[RACES, 'a machine does not join a cluster that moves to another site meanwhile']],
  },
  'virtualization.virtualmachinetype.1': {
    says: 'a name stands once whatever its case; new machines take its defaults',
    unique: ['virtualization.VirtualMachineType name', 'virtualization.VirtualMachineType slug'],
  },
  'virtualization.virtualmachine.1': { says: 'site, cluster and device agree' },
  'virtualization.virtualmachine.2': {
    says: 'a name stands once in a cluster or on a device, by tenant',
    unique: ['virtualization.VirtualMachine name,cluster,tenant', 'virtualization.VirtualMachine name,device,tenant'],
  },
  'virtualization.virtualmachine.3': {
    says: 'the disk is the sum of the virtual disks',
    limits: ['virtualization.VirtualMachine vcpus', 'virtualization.VirtualMachine memory'],
    tests: [
      [RACES, 'disks added at the same time both count'],
      [OPEN, 'the disk of a machine follows its disks as they change and go'],
    ],
  },
  'virtualization.virtualmachine.4': {
    says: 'primary addresses are on the machine and of the family',
    unique: ['virtualization.VirtualMachine primaryIp4', 'virtualization.VirtualMachine primaryIp6'],
  },
  'virtualization.vminterface.1': {
    says: 'parent and bridge are on the same machine; VLANs as for devices',
    unique: ['virtualization.VmInterface virtualMachine,name'],
  },
};

const people: Readonly<Record<string, Numbered>> = {
  'tenancy.contactgroup.1': {
    says: 'a name stands once below a parent',
    unique: ['tenancy.ContactGroup parent,name'],
    tests: [[OPEN, 'groups of contacts at the top may share name and slug']],
  },
  'tenancy.contactassignment.1': {
    says: 'a contact is assigned once by role, to what takes contacts',
    unique: ['tenancy.ContactAssignment objectType,objectId,contact,role'],
  },
  'tenancy.contact.1': {
    says: 'a contact is in any number of groups, and shares its name',
    tests: [[OPEN, 'a contact is in any number of groups and shares its name']],
  },
  'users.objectpermission.1': { says: 'a permission grants actions on types' },
  'users.objectpermission.2': { says: 'conditions are objects' },
  'users.objectpermission.3': {
    says: 'a write stays inside the rights',
    tests: [
      ['packages/engine/src/write/rights.test.ts', 'a row may be neither made nor moved outside of what was granted'],
    ],
  },
};

const links: Readonly<Record<string, Numbered>> = {
  'wireless.wirelesslangroup.1': {
    says: 'name and slug stand once',
    unique: ['wireless.WirelessLanGroup name', 'wireless.WirelessLanGroup slug'],
  },
  'wireless.wirelesslink.1': {
    says: 'both ends are radios, which show the link',
    unique: ['wireless.WirelessLink interfaceA,interfaceB'],
    tests: [[OPEN, 'a radio shows the link that is left']],
  },
  'vpn.ikepolicy.1': { says: 'version 1 has a mode, version 2 has none' },
  'vpn.ipsecproposal.1': { says: 'a proposal encrypts or authenticates' },
  'vpn.tunnel.1': { says: 'a name stands once', unique: ['vpn.Tunnel name'] },
  'vpn.tunneltermination.1': { says: 'an interface ends one tunnel', unique: ['vpn.TunnelTermination termination'] },
  'vpn.l2vpn.1': {
    says: 'point-to-point joins two ends, and an object ends once',
    unique: ['vpn.L2vpnTermination assignedObject'],
    tests: [[RACES, 'a point-to-point L2VPN gets one of two last ends']],
  },
};

const extras: Readonly<Record<string, Numbered>> = {
  'extras.eventrule.1': { says: 'events, action and data fit each other' },
  'extras.eventrule.2': {
    says: 'conditions can be evaluated',
    tests: [[EVENTS, 'filters look at the object after and before, and at the fields that changed']],
  },
  'extras.eventrule.3': {
    says: 'changes of one request become one event',
    tests: [[EVENTS, 'changes of one object in one request become one event']],
  },
  'extras.webhook.1': { says: 'an address of the web; certificates only when verified' },
  'extras.journalentry.1': {
    says: 'a note belongs to an object that takes notes',
    tests: [
      [OPEN, 'a note is by who writes it'],
      [OPEN, 'what belongs to an object goes with it, and never stays behind'],
    ],
  },
  'extras.exporttemplate.1': { says: 'no template is called table' },
  'extras.savedfilter.1': { says: 'a filter is an object', waits: 'rights by object' },
  'extras.imageattachment.1': { says: 'a picture belongs to an object that takes pictures' },
  'extras.bookmark.1': {
    says: 'an object is marked, watched and notified of once by user',
    unique: [
      'extras.Bookmark objectType,objectId,user',
      'extras.ObjectSubscription objectType,objectId,user',
      'extras.Notification objectType,objectId,user',
    ],
  },
  'extras.script.1': { says: 'a script stands once in its file', unique: ['extras.Script name,module'] },
  'core.datasource.1': { says: 'the kind of a source is known', waits: 'synchronization of data sources' },
};

/** Rules about addressing, circuits, machines, people, tunnels and what people add themselves. */
export const services: Readonly<Record<string, Numbered>> = {
  ...addressing,
  ...circuits,
  ...machines,
  ...people,
  ...links,
  ...extras,
};
