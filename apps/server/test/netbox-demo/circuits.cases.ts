import type { Case, Loose } from './case.ts';

/** The assertion rounds to 4 decimals, the product cuts to 4, so that 100 means full. */
const cut = (percent: number): number => Math.floor(percent * 1000) / 1000;

const byFirst = ([a]: Loose, [b]: Loose): number => (a < b ? -1 : 1);

const SIDES = `terminations { nodes { termSide termination { __typename ... on Site { name } ... on ProviderNetwork { name } } } }`;

const sideOf = ({ terminations }: Loose, side: string): string =>
  terminations.nodes.find(({ termSide }: Loose) => termSide === side).termination.name;

/** Circuits, power feeds and what addresses are bought in. */
export const circuitCases: Readonly<Record<string, Case>> = {
  'circuit-types': {
    query: '{ circuitsAggregate(groupBy: ["type.name", "provider.name"]) { key count } }',
    answer: ({ circuitsAggregate }) =>
      circuitsAggregate
        .map(({ key, count }: Loose) => [key['type.name'], key['provider.name'], count])
        .toSorted(byFirst),
  },
  'circuit-kkdg': {
    query: `{ circuits(filter: { cid: { eq: "KKDG4923" } }) { nodes { provider { name } ${SIDES} } } }`,
    answer: ({ circuits }) =>
      circuits.nodes.map((circuit: Loose) => [circuit.provider.name, sideOf(circuit, 'A'), sideOf(circuit, 'Z')]),
  },
  'circuit-noaside': {
    query: '{ circuits(filter: { terminations: { none: { termSide: { eq: "A" } } } }) { totalCount } }',
    answer: ({ circuits }) => circuits.totalCount,
  },
  'circuit-darkfiber': {
    query: `{ circuits(filter: { type: { name: { eq: "Dark Fiber" } } }, orderBy: [{ field: "cid" }]) { nodes { cid ${SIDES} } } }`,
    answer: ({ circuits }) =>
      circuits.nodes.map((circuit: Loose) => [circuit.cid, sideOf(circuit, 'A'), sideOf(circuit, 'Z')]),
  },
  'power-feeds': {
    query: '{ powerFeeds(first: 100) { totalCount nodes { type availablePower } } }',
    answer: ({ powerFeeds: { totalCount, nodes } }) => {
      const ofType = (type: string) => nodes.filter((feed: Loose) => feed.type === type).length;
      const watts = nodes.reduce((sum: number, { availablePower }: Loose) => sum + availablePower, 0);
      return [[totalCount, ofType('primary'), ofType('redundant'), watts]];
    },
  },
  'power-feed-p11a': {
    query: `{ powerFeeds(filter: { name: { eq: "P1-1A" } }) { nodes {
      powerPanel { name } rack { name } voltage amperage maxUtilization availablePower } } }`,
    answer: ({ powerFeeds }) =>
      powerFeeds.nodes.map((feed: Loose) => [
        feed.powerPanel.name,
        feed.rack.name,
        feed.voltage,
        feed.amperage,
        feed.maxUtilization,
        feed.availablePower,
      ]),
  },
  'agg-util': {
    query: '{ aggregates { nodes { prefix utilization } } }',
    answer: ({ aggregates }) =>
      aggregates.nodes.map(({ prefix, utilization }: Loose) => [prefix, cut(Number(utilization))]),
    part: (expected) => expected.map(([prefix, utilization]: Loose) => [prefix, cut(utilization)]),
  },
  iprange: {
    query: '{ ipRanges { nodes { startAddress endAddress size } } }',
    answer: ({ ipRanges }) =>
      ipRanges.nodes.map(({ startAddress, endAddress, size }: Loose) => [startAddress, endAddress, Number(size)]),
  },
  asn: {
    query: '{ asns { nodes { asn rir { name isPrivate } } } }',
    answer: ({ asns }) => asns.nodes.map(({ asn, rir }: Loose) => [asn, rir.name, rir.isPrivate]),
  },
};
