import type { Case, Loose } from './case.ts';

const ports = (many: string): string =>
  `${many}: ${many}(first: 1000, filter: { cable: { isNull: false } }) { nodes { pathState } }`;

/** Kinds of ports at which paths begin. */
const ENDS = ['interfaces', 'consolePorts', 'consoleServerPorts', 'powerPorts', 'powerOutlets', 'powerFeeds'];

const onLinks = (hops: readonly Loose[]): Loose[] => hops.flatMap(({ links }) => links);

/** Things NetBox notes along a path: the origin, then link and far end of each hop; panels and circuits have no link. */
const noted = (hops: readonly Loose[]): number =>
  hops.reduce((sum, { links }) => sum + (links[0].kind === 'CABLE' ? 2 : 1), 1);

/** Paths through cables. Interfaces keep the numbers they had. */
export const pathCases: Readonly<Record<string, Case>> = {
  'path-core-dist': {
    query: `{ devices(filter: { name: { eq: "ncsu-coreswitch1" } }) { nodes { interfaces(filter: { name: { eq: "xe-0/0/0" } }) { nodes {
      connectedEndpoints { ... on Interface { name device { name } } } } } } } }`,
    answer: ({ devices }) => {
      const [{ name, device }] = devices.nodes[0].interfaces.nodes[0].connectedEndpoints;
      return `${device.name} ${name}`;
    },
  },
  'path-core-cables': {
    query: '{ trace(from: { type: "Interface", number: 1018 }) { hops { links { kind id label } } } }',
    answer: ({ trace: [{ hops }] }) => {
      const links = onLinks(hops);
      const cables = new Set(links.filter(({ kind }) => kind === 'CABLE').map(({ id }) => id));
      return [[cables.size, links.find(({ kind }) => kind === 'CIRCUIT')?.label]];
    },
  },
  'path-mpls': {
    query:
      '{ trace(from: { type: "Interface", number: 157 }) { isComplete destinations { object { ... on ProviderNetwork { name } } } } }',
    answer: ({ trace: [{ isComplete, destinations }] }) => [[isComplete, destinations[0].object.name]],
  },
  'path-internet': {
    query: '{ trace(from: { type: "dcim.Interface", number: 158 }) { isComplete hops { links { kind } } } }',
    answer: ({ trace: [{ isComplete, hops }] }) => [[isComplete, noted(hops)]],
  },
  'path-summary': {
    query: `{ ${ENDS.map(ports).join(' ')} }`,
    answer: (data) => {
      const states: string[] = ENDS.flatMap((many) => data[many].nodes.map(({ pathState }: Loose) => pathState));
      const count = (...wanted: readonly string[]): number => states.filter((state) => wanted.includes(state)).length;
      return [[count('active', 'inactive'), count('incomplete', 'split'), count('split')]];
    },
  },
};
