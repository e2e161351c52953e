import { mostFirst, counts, type Case, type Loose } from './case.ts';

const byName = (name: string, fields: string): string =>
  `{ devices(filter: { name: { eq: "${name}" } }) { nodes { ${fields} } } }`;

const first = (data: Loose) => data.devices.nodes[0];

/** Device types, devices and their components. */
export const deviceCases: Readonly<Record<string, Case>> = {
  devicetypes: {
    query: '{ deviceTypesAggregate(groupBy: ["manufacturer.name"]) { key count } }',
    answer: ({ deviceTypesAggregate }) =>
      deviceTypesAggregate
        .map(({ key, count }: Loose) => [key['manufacturer.name'], count])
        .toSorted((a: Loose, b: Loose) => (a[0] < b[0] ? -1 : 1)),
  },
  'dt-flex': {
    query:
      '{ deviceTypes(filter: { model: { eq: "Flex system" } }) { nodes { uHeight subdeviceRole deviceBayTemplates { totalCount } powerPortTemplates { totalCount } } } }',
    answer: ({ deviceTypes }) =>
      deviceTypes.nodes.map((type: Loose) => [
        Number(type.uHeight),
        type.subdeviceRole,
        type.deviceBayTemplates.totalCount,
        type.powerPortTemplates.totalCount,
      ]),
  },
  'dt-fiber-panel': {
    query: `{ deviceTypes(filter: { model: { eq: "48-Pair Fiber Panel" } }) { nodes {
      frontPortTemplates { totalCount } rearPortTemplates { totalCount nodes { positions } } } } }`,
    answer: ({ deviceTypes }) =>
      deviceTypes.nodes.map(({ frontPortTemplates, rearPortTemplates }: Loose) => [
        frontPortTemplates.totalCount,
        rearPortTemplates.totalCount,
        rearPortTemplates.nodes[0].positions,
      ]),
  },
  'dt-outlet-parent': {
    query:
      '{ powerOutletTemplatesAggregate(filter: { deviceType: { model: { eq: "AP7901" } } }, groupBy: ["powerPort.name"]) { key count } }',
    answer: ({ powerOutletTemplatesAggregate }) =>
      powerOutletTemplatesAggregate.map(({ key, count }: Loose) => [key['powerPort.name'], count]),
  },
  'template-drift': {
    query:
      '{ devices(first: 1000) { nodes { interfaces { totalCount } deviceType { interfaceTemplates { totalCount } } } } }',
    answer: ({ devices }) =>
      devices.nodes.filter(
        (device: Loose) => device.interfaces.totalCount !== device.deviceType.interfaceTemplates.totalCount,
      ).length,
  },
  'device-count': {
    query: '{ all: devices { totalCount } unnamed: devices(filter: { name: { isNull: true } }) { totalCount } }',
    answer: ({ all, unnamed }) => [[all.totalCount, all.totalCount - unnamed.totalCount, unnamed.totalCount]],
  },
  'device-by-role': {
    query: '{ devicesAggregate(groupBy: ["role.name"]) { key count } }',
    answer: ({ devicesAggregate }) =>
      devicesAggregate
        .map(({ key, count }: Loose) => [key['role.name'], count])
        .toSorted((a: Loose, b: Loose) => (a[0] < b[0] ? -1 : 1)),
  },
  'device-akron-rtr': {
    query: byName(
      'dmi01-akron-rtr01',
      `position deviceType { model } role { name } platform { name } tenant { name } site { name } rack { name }
       interfaces { totalCount } consolePorts { totalCount } powerPorts { totalCount }`,
    ),
    answer: (data) => {
      const { position, deviceType, role, platform, tenant, site, rack, interfaces, consolePorts, powerPorts } =
        first(data);
      const names = [role, platform, tenant, site, rack].map(({ name }) => name);
      return [
        [
          deviceType.model,
          ...names,
          Number(position),
          interfaces.totalCount,
          consolePorts.totalCount,
          powerPorts.totalCount,
        ],
      ];
    },
  },
  'device-akron-rtr-ifs': {
    query: byName('dmi01-akron-rtr01', 'interfaces { nodes { name } }'),
    answer: (data) => first(data).interfaces.nodes.map(({ name }: Loose) => name),
  },
  'device-dup-names': {
    query:
      '{ devices(first: 1000, filter: { name: { isNull: false } }, orderBy: [{ field: "site.name" }]) { nodes { name site { name } } } }',
    answer: ({ devices }) => {
      const twice = [...counts<string>(devices.nodes.map(({ name }: Loose) => name))].filter(([, count]) => count > 1);
      return twice.map(([name]) => [
        name,
        devices.nodes
          .filter((device: Loose) => device.name === name)
          .map(({ site }: Loose) => site.name)
          .join(', '),
      ]);
    },
  },
  'device-typo-name': {
    query:
      '{ devices(filter: { site: { name: { eq: "DM-Rochester" } }, role: { name: { eq: "Access Switch" } } }) { nodes { name } } }',
    answer: (data) => first(data).name,
  },
  'device-no-primary': {
    query:
      '{ devices(filter: { or: [{ primaryIp4: { isNull: false } }, { primaryIp6: { isNull: false } }] }) { totalCount } ' +
      'virtualMachines(filter: { or: [{ primaryIp4: { isNull: false } }, { primaryIp6: { isNull: false } }] }) { totalCount } }',
    answer: ({ devices, virtualMachines }) => [[devices.totalCount, virtualMachines.totalCount]],
  },
  'if-types': {
    query: '{ interfacesAggregate(groupBy: ["type"]) { key count } }',
    answer: ({ interfacesAggregate }) =>
      mostFirst(new Map(interfacesAggregate.map(({ key, count }: Loose) => [key.type, count]))),
  },
  'if-lag-members': {
    query:
      '{ interfaces(filter: { lag: { name: { eq: "Po1" }, device: { name: { eq: "dmi01-albany-sw01" } } } }) { nodes { name } } }',
    answer: ({ interfaces }) => interfaces.nodes.map(({ name }: Loose) => name),
  },
  'if-mgmt': {
    query: '{ interfacesAggregate(filter: { mgmtOnly: { eq: true } }) { count countDistinct(field: "device") } }',
    answer: ({ interfacesAggregate }) =>
      interfacesAggregate.map(({ count, countDistinct }: Loose) => [count, countDistinct]),
  },
  'if-mode-null': {
    query: '{ interfaces(filter: { mode: { isNull: false } }) { totalCount } }',
    answer: ({ interfaces }) => interfaces.totalCount,
  },
  'if-uncabled-10g': {
    query: '{ interfaces(filter: { type: { eq: "10gbase-x-sfpp" }, cable: { isNull: true } }) { totalCount } }',
    answer: ({ interfaces }) => interfaces.totalCount,
  },
  'front-ports': {
    query:
      '{ frontPorts { totalCount } rearPorts { totalCount } wide: rearPorts(filter: { positions: { gt: 1 } }) { totalCount } }',
    answer: ({ frontPorts, rearPorts, wide }) => [[frontPorts.totalCount, rearPorts.totalCount, wide.totalCount]],
  },
  'port-mapping-count': {
    query: '{ portMappings { totalCount } portTemplateMappings { totalCount } }',
    answer: ({ portMappings, portTemplateMappings }) => [[portMappings.totalCount, portTemplateMappings.totalCount]],
  },
  'port-map-b117': {
    query: `{ portMappings(filter: { frontPort: { name: { eq: "Port 3" }, device: { name: { eq: "PP:B117" } } } }) {
      nodes { rearPortPosition rearPort { name } } } }`,
    answer: ({ portMappings }) =>
      portMappings.nodes.map(({ rearPort, rearPortPosition }: Loose) => [rearPort.name, rearPortPosition]),
  },
};
