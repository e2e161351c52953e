import { bytewise, rounded, type Case, type Loose } from './case.ts';

const lengthOf = (prefix: string): number => Number(prefix.split('/')[1]);

/** Number of the first address of an IPv4 network. */
const numberOf = (address: string): number =>
  (address.split('/')[0] ?? '').split('.').reduce((number, part) => number * 256 + Number(part), 0);

const addressOf = (number: number): string =>
  [24, 16, 8, 0].map((bits) => Math.floor(number / 2 ** bits) % 256).join('.');

const sizeOf = (prefix: string): number => 2 ** (32 - lengthOf(prefix));

const inGlobal = (prefix: string, fields: string): string =>
  `prefixes(filter: { prefix: { eq: "${prefix}" }, vrf: { isNull: true } }) { nodes { ${fields} } }`;

/** Share of a prefix that its direct children take. */
const utilization = ({ prefix, children }: Loose): number => {
  const taken = children.nodes.reduce((sum: number, child: Loose) => sum + sizeOf(child.prefix), 0);
  return rounded((100 * taken) / sizeOf(prefix), 4);
};

const CHILDREN = 'prefix children(first: 1000) { nodes { prefix } }';

const INSIDE =
  '{ ipAddresses(first: 1000, filter: { address: { withinOrEqual: "192.168.0.0/22" }, vrf: { isNull: true } }) { nodes { address } } }';

const hostsOf = (data: Loose): Set<number> =>
  new Set(data.ipAddresses.nodes.map(({ address }: Loose) => numberOf(address)));

const names = ({ nodes }: Loose): string => bytewise(nodes.map(({ name }: Loose) => name)).join(' ');

/** Prefixes, addresses, VRFs and VLANs. */
export const addressCases: Readonly<Record<string, Case>> = {
  'ipam-counts': {
    query:
      '{ prefixes { totalCount } ipAddresses { totalCount } ipRanges { totalCount } aggregates { totalCount } vlans { totalCount } vrfs { totalCount } routeTargets { totalCount } }',
    answer: (data) => [
      [data.prefixes, data.ipAddresses, data.ipRanges, data.aggregates, data.vlans, data.vrfs, data.routeTargets].map(
        ({ totalCount }) => totalCount,
      ),
    ],
  },
  'prefix-root': {
    query: `{ ${inGlobal('10.112.0.0/15', 'status depth childCount tenant { name }')} }`,
    answer: ({ prefixes }) =>
      prefixes.nodes.map((prefix: Loose) => [prefix.status, prefix.tenant.name, prefix.depth, prefix.childCount]),
  },
  'prefix-root-util': {
    query: `{ ${inGlobal('10.112.0.0/15', CHILDREN)} }`,
    answer: ({ prefixes }) => utilization(prefixes.nodes[0]),
  },
  'prefix-128-17-util': {
    query: `{ ${inGlobal('10.112.128.0/17', CHILDREN)} }`,
    answer: ({ prefixes }) => utilization(prefixes.nodes[0]),
  },
  'prefix-128-17-first': {
    query:
      '{ prefixes(first: 1000, filter: { prefix: { within: "10.112.128.0/17" }, vrf: { isNull: true } }) { nodes { prefix } } }',
    answer: ({ prefixes }) =>
      addressOf(Math.max(...prefixes.nodes.map(({ prefix }: Loose) => numberOf(prefix) + sizeOf(prefix)))),
  },
  'prefix-akron-children': {
    query: `{ ${inGlobal('10.112.128.0/22', 'children(orderBy: [{ field: "prefix" }]) { nodes { prefix depth role { name } vlan { vid } } }')} }`,
    answer: ({ prefixes }) =>
      prefixes.nodes[0].children.nodes.map(({ prefix, depth, role, vlan }: Loose) => [
        prefix,
        role.name,
        vlan?.vid ?? null,
        depth,
      ]),
  },
  'prefix-scope': {
    query:
      '{ prefixes { totalCount } sited: prefixes(filter: { scope: { site: { isNull: false } } }) { totalCount } none: prefixes(filter: { scope: { isNull: true } }) { totalCount } }',
    answer: ({ sited, none }) => [[sited.totalCount, none.totalCount]],
  },
  'prefix-scope-region': {
    query: '{ prefixes(filter: { region: { sites: { some: { name: { eq: "DM-NYC" } } } } }) { totalCount } }',
    answer: ({ prefixes }) => prefixes.totalCount,
  },
  'prefix-192-util': {
    query: INSIDE,
    answer: (data) => {
      const used = hostsOf(data).size;
      return [[used, rounded((100 * used) / 1022, 4), 1022 - used]];
    },
  },
  'prefix-192-next': {
    query: INSIDE,
    answer: (data) => {
      const used = hostsOf(data);
      const first = numberOf('192.168.0.0') + 1;
      return addressOf(Array.from({ length: 1022 }, (_, i) => first + i).find((number) => !used.has(number)) ?? 0);
    },
  },
  'prefix-vrf-alpha': {
    query: `{ prefixes(filter: { vrf: { name: { eq: "Alpha" } } }, orderBy: [{ field: "prefix" }]) { nodes { prefix depth } }
      ipAddresses(first: 1000, filter: { vrf: { name: { eq: "Alpha" } } }) { nodes { address } } }`,
    answer: ({ prefixes, ipAddresses }) =>
      prefixes.nodes.map(({ prefix, depth }: Loose) => {
        const [first, size] = [numberOf(prefix), sizeOf(prefix)];
        const inside = ipAddresses.nodes.filter(
          ({ address }: Loose) => numberOf(address) >= first && numberOf(address) < first + size,
        );
        return [prefix, depth, inside.length];
      }),
  },
  'prefix-overlap-vrf': {
    query: '{ prefixes(filter: { prefix: { eq: "192.168.0.0/20" } }) { nodes { childCount vrf { name } } } }',
    answer: ({ prefixes }) => prefixes.nodes.map(({ childCount, vrf }: Loose) => [vrf.name, childCount]),
  },
  'vrf-targets': {
    query:
      '{ vrfs(filter: { name: { eq: "Bravo" } }) { nodes { rd importTargets { nodes { name } } exportTargets { nodes { name } } } } }',
    answer: ({ vrfs }) =>
      vrfs.nodes.map(({ rd, importTargets, exportTargets }: Loose) => [rd, names(importTargets), names(exportTargets)]),
  },
  'vrf-unique': {
    query: '{ vrfs(filter: { enforceUnique: { eq: true } }, orderBy: [{ field: "name" }]) { nodes { name } } }',
    answer: ({ vrfs }) => vrfs.nodes.map(({ name }: Loose) => name),
  },
  'vlan-100': {
    query:
      '{ vlansAggregate(filter: { vid: { eq: 100 } }) { count countDistinct(field: "site") } grouped: vlans(filter: { vid: { eq: 100 }, group: { isNull: false } }) { totalCount } }',
    answer: ({ vlansAggregate: [{ count, countDistinct }], grouped }) => [[count, countDistinct, grouped.totalCount]],
  },
  'vlan-group-jbb104': {
    query:
      '{ vlanGroups(filter: { name: { eq: "JBB104" } }) { nodes { totalVlanIds scope { ... on Site { name } } vlans(first: 1000) { totalCount nodes { vid } } } } }',
    answer: ({
      vlanGroups: {
        nodes: [group],
      },
    }) => {
      const used = new Set(group.vlans.nodes.map(({ vid }: Loose) => vid));
      const free = Array.from({ length: 4094 }, (_, i) => i + 1).find((vid) => !used.has(vid));
      return [[group.scope.name, group.vlans.totalCount, group.totalVlanIds, free]];
    },
  },
  'vlan-group-slug': {
    query: '{ vlanGroups(filter: { name: { eq: "JBB115" } }) { nodes { slug } } }',
    answer: ({ vlanGroups }) => vlanGroups.nodes[0].slug,
  },
  'vlan-group-global': {
    query: '{ vlanGroups(filter: { scope: { isNull: true } }) { nodes { name vlans { totalCount } } } }',
    answer: ({ vlanGroups }) => vlanGroups.nodes.map(({ name, vlans }: Loose) => [name, vlans.totalCount]),
  },
};
