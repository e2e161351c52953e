import { bytewise, counts, rounded, type Case, type Loose } from './case.ts';

const depthOf = ({ parent }: Loose): number => (parent ? 1 + depthOf(parent) : 0);

const rootOf = (region: Loose): string => (region.parent ? rootOf(region.parent) : region.name);

const [AKRON_RACK] = [
  `racks(filter: { site: { name: { eq: "DM-Akron" } } }) { nodes { uHeight devices(first: 100, orderBy: [{ field: "position", direction: DESC }]) {
     nodes { name position face deviceType { model uHeight } } } } }`,
];

const akron = (data: Loose) => data.racks.nodes[0];

const freeUnits = ({ uHeight, devices }: Loose): number[] => {
  const taken = devices.nodes.flatMap(({ position, deviceType }: Loose) =>
    Array.from({ length: Number(deviceType.uHeight) }, (_, i) => Number(position) + i),
  );
  return Array.from({ length: uHeight }, (_, i) => i + 1).filter((unit) => !taken.includes(unit));
};

const heights = (devices: Loose): number =>
  devices.nodes.reduce((sum: number, device: Loose) => sum + Number(device.deviceType.uHeight), 0);

/** Sites, regions, locations and racks. */
export const placeCases: Readonly<Record<string, Case>> = {
  'site-count': {
    query: '{ sitesAggregate(groupBy: ["status"]) { key count } }',
    answer: ({ sitesAggregate }) => sitesAggregate.map(({ key, count }: Loose) => [key.status, count]),
  },
  'site-dm-nyc': {
    query:
      '{ sites(filter: { name: { eq: "DM-NYC" } }) { nodes { slug created lastUpdated region { name } group { name } tenant { name } } } }',
    answer: ({ sites }) =>
      sites.nodes.map((site: Loose) => [
        site.slug,
        site.region.name,
        site.group.name,
        site.tenant.name,
        site.created.replace('Z', ''),
        site.lastUpdated.replace('Z', ''),
      ]),
  },
  'site-mdf': {
    query:
      '{ sites(filter: { name: { eq: "MDF" } }) { nodes { slug facility region { name parent { name parent { name parent { name } } } } } } }',
    answer: ({ sites }) =>
      sites.nodes.map((site: Loose) => [site.slug, site.facility, site.region.name, rootOf(site.region)]),
  },
  'region-tree': {
    query: '{ regions(first: 1000) { nodes { parent { parent { parent { name } } } } } }',
    answer: ({ regions }) => [...counts<number>(regions.nodes.map(depthOf))].toSorted((a, b) => a[0] - b[0]),
  },
  'region-na-descendants': {
    query:
      '{ regions(filter: { inTreeOf: { slug: "north-america" }, not: { slug: { eq: "north-america" } } }) { totalCount } }',
    answer: ({ regions }) => regions.totalCount,
  },
  'region-na-sites': {
    query: '{ sites(filter: { region: { inTreeOf: { slug: "north-america" } } }) { totalCount } }',
    answer: ({ sites }) => sites.totalCount,
  },
  'region-ny-sites': {
    query: '{ sites(filter: { region: { sites: { some: { name: { eq: "DM-NYC" } } } } }) { nodes { name } } }',
    answer: ({ sites }) => bytewise(sites.nodes.map(({ name }: Loose) => name)),
  },
  'sitegroup-customer': {
    query: '{ sites(filter: { group: { inTreeOf: { slug: "customer-sites" } } }) { totalCount } }',
    answer: ({ sites }) => sites.totalCount,
  },
  locations: {
    query: '{ locations(orderBy: [{ field: "name" }]) { nodes { name site { name } } } }',
    answer: ({ locations }) => locations.nodes.map(({ name, site }: Loose) => [name, site.name]),
  },
  'rack-count-status': {
    query: '{ racksAggregate(groupBy: ["status"]) { key count } }',
    answer: ({ racksAggregate }) => racksAggregate.map(({ key, count }: Loose) => [key.status, count]),
  },
  'rack-same-name': {
    query: '{ racksAggregate(filter: { name: { eq: "Comms closet" } }) { count countDistinct(field: "site") } }',
    answer: ({ racksAggregate }) => racksAggregate.map(({ count, countDistinct }: Loose) => [count, countDistinct]),
  },
  'rack-heights': {
    query: '{ racksAggregate(groupBy: ["uHeight"]) { key count } }',
    answer: ({ racksAggregate }) =>
      racksAggregate.map(({ key, count }: Loose) => [key.uHeight, count]).toSorted((a: Loose, b: Loose) => a[0] - b[0]),
  },
  'rack-akron-devices': {
    query: `{ ${AKRON_RACK} }`,
    answer: (data) =>
      akron(data).devices.nodes.map(({ position, face, name, deviceType }: Loose) => [
        Number(position),
        face,
        name,
        deviceType.model,
        Number(deviceType.uHeight),
      ]),
  },
  'rack-akron-util': {
    query: `{ ${AKRON_RACK} }`,
    answer: (data) => rounded((100 * heights(akron(data).devices)) / akron(data).uHeight, 2),
  },
  'rack-akron-free': { query: `{ ${AKRON_RACK} }`, answer: (data) => freeUnits(akron(data)) },
  'rack-idf128-util': {
    query:
      '{ racks(filter: { name: { eq: "IDF128" } }) { nodes { uHeight devices { nodes { deviceType { uHeight } } } reservations { nodes { units } } } } }',
    answer: ({
      racks: {
        nodes: [rack],
      },
    }) => {
      const reserved = rack.reservations.nodes.flatMap(({ units }: Loose) => units).length;
      return rounded((100 * (heights(rack.devices) + reserved)) / rack.uHeight, 2);
    },
  },
  'rack-reservations': {
    query:
      '{ rackReservations(orderBy: [{ field: "number" }]) { nodes { units description rack { name } user { username } } } }',
    answer: ({ rackReservations }) =>
      rackReservations.nodes.map(({ units, description, rack, user }: Loose) => [
        rack.name,
        units,
        user.username,
        description,
      ]),
  },
  'rack-r105-rear': {
    query:
      '{ devices(filter: { rack: { name: { eq: "R105" } }, face: { eq: "rear" } }, orderBy: [{ field: "position" }]) { nodes { number position } } }',
    answer: ({ devices }) => devices.nodes.map(({ number, position }: Loose) => [Number(position), number]),
  },
};
