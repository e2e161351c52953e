import { bytewise, type Case, type Loose } from './case.ts';

/** Modules, bays, chassis, machines and the people around them. */
export const machineCases: Readonly<Record<string, Case>> = {
  'device-coreswitch-mod': {
    query: `{ devices(filter: { name: { eq: "ncsu-coreswitch1" } }) { nodes { moduleBays { totalCount }
      modules { nodes { moduleBay { name } moduleType { model } interfaces { totalCount } } } } } }`,
    answer: ({ devices }) =>
      devices.nodes[0].modules.nodes
        .map(({ moduleBay, moduleType, interfaces }: Loose) => [
          devices.nodes[0].moduleBays.totalCount,
          moduleBay.name,
          moduleType.model,
          interfaces.totalCount,
        ])
        .toSorted((a: Loose, b: Loose) => (a[1] < b[1] ? -1 : 1)),
  },
  'module-token': {
    query: `{ interfaceTemplates(filter: { moduleType: { model: { eq: "EX9200-32XS" } }, name: { contains: "{module}" } }) { totalCount }
      interfaces(first: 1, filter: { device: { name: { eq: "ncsu-coreswitch2" } }, module: { moduleBay: { name: { eq: "Slot 1" } } } }) { nodes { name } } }`,
    answer: ({ interfaceTemplates, interfaces }) => [[interfaceTemplates.totalCount, interfaces.nodes[0].name]],
  },
  'device-bays': {
    query:
      '{ deviceBays { totalCount } used: deviceBays(filter: { installedDevice: { isNull: false } }) { totalCount } }',
    answer: ({ deviceBays, used }) => [[deviceBays.totalCount, used.totalCount]],
  },
  'vc-members': {
    query:
      '{ virtualChassisList { nodes { name members(orderBy: [{ field: "number" }]) { nodes { number vcPosition } } } } }',
    answer: ({ virtualChassisList }) =>
      virtualChassisList.nodes.map(({ name, members }: Loose) => [
        name,
        members.nodes.map(({ number, vcPosition }: Loose) => `${number}@${vcPosition}`).join(' '),
      ]),
  },
  'vc-master': {
    query: `{ virtualChassisList(filter: { name: { eq: "r105-torsw" } }) { nodes { name master { number }
      members(filter: { vcPosition: { eq: 2 } }) { nodes { name vcPosition } } } } }`,
    answer: ({ virtualChassisList }) =>
      virtualChassisList.nodes.map(({ name, master, members }: Loose) => [
        master.number,
        `${name}:${members.nodes[0].vcPosition}`,
      ]),
  },
  contacts: {
    query: `{ contactAssignments(orderBy: [{ field: "contact.name" }]) { nodes { object { ... on Site { name } } contact { name } role { name } priority } } }`,
    answer: ({ contactAssignments }) =>
      contactAssignments.nodes.map(({ object, contact, role, priority }: Loose) => [
        object.name,
        contact.name,
        role.name,
        priority,
      ]),
  },
  'contact-group': {
    query:
      '{ contacts(filter: { name: { eq: "Michael Scott" } }) { nodes { groups { nodes { name parent { name parent { name } } } } } } }',
    answer: ({ contacts }) => {
      const [group] = contacts.nodes[0].groups.nodes;
      return [group.parent?.parent?.name, group.parent?.name, group.name].filter((name) => name).join(' / ');
    },
  },
  clusters: {
    query: '{ clustersAggregate(groupBy: ["group.name", "type.name"]) { key count } }',
    answer: ({ clustersAggregate }) =>
      clustersAggregate
        .map(({ key, count }: Loose) => [key['group.name'], key['type.name'], count])
        .toSorted((a: Loose, b: Loose) => (`${a[0]} ${a[1]}` < `${b[0]} ${b[1]}` ? -1 : 1)),
  },
  'vm-counts': {
    query: '{ virtualMachinesAggregate(groupBy: ["cluster.name"]) { count } vmInterfaces { totalCount } }',
    answer: ({ virtualMachinesAggregate: clusters, vmInterfaces }) => {
      const machines = clusters.reduce((sum: number, { count }: Loose) => sum + count, 0);
      return [[machines, vmInterfaces.totalCount, clusters.length, machines / clusters.length]];
    },
  },
  'vm-unsited': {
    query: '{ virtualMachines(filter: { site: { isNull: true }, cluster: { isNull: false } }) { totalCount } }',
    answer: ({ virtualMachines }) => virtualMachines.totalCount,
  },
  'vm-name-dup': {
    query:
      '{ virtualMachinesAggregate { countDistinct(field: "name") } virtualMachines(filter: { name: { eq: "vm1" } }) { totalCount } }',
    answer: ({ virtualMachinesAggregate: [{ countDistinct }], virtualMachines }) => [
      [countDistinct, virtualMachines.totalCount],
    ],
  },
  'vm-natural': {
    query: '{ virtualMachines(first: 12, filter: { cluster: { name: { eq: "DO-AMS3" } } }) { nodes { name } } }',
    answer: ({ virtualMachines }) => virtualMachines.nodes.map(({ name }: Loose) => name),
  },
  'vm-ifs': {
    query: `{ virtualMachines(filter: { name: { eq: "vm1" }, cluster: { name: { eq: "DO-AMS3" } } }) { nodes {
      interfaces { nodes { name } } } } }`,
    answer: ({ virtualMachines }) => virtualMachines.nodes[0].interfaces.nodes.map(({ name }: Loose) => name),
  },
  'user-groups': {
    query: '{ groups(filter: { name: { eq: "Staff" } }) { nodes { users { nodes { username } } } } }',
    answer: ({ groups }) => bytewise(groups.nodes[0].users.nodes.map(({ username }: Loose) => username)),
  },
  'user-prefs': {
    query: '{ userPreferencesList(filter: { user: { username: { eq: "admin" } } }) { nodes { data } } }',
    answer: ({ userPreferencesList }) =>
      userPreferencesList.nodes.map(({ data }: Loose) => [data.tables.PrefixTable.columns, data.pagination.per_page]),
  },
};
