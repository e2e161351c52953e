import type { Case, Loose } from './case.ts';

const END = 'name device { name number }';

const cable = (number: number): string =>
  `{ cable(number: ${number}) { terminations { nodes { cableEnd termination {
      ... on Interface { ${END} } ... on FrontPort { ${END} } ... on RearPort { ${END} } ... on PowerPort { ${END} } ... on PowerOutlet { ${END} }
      ... on CircuitTermination { termSide circuit { cid } } } } } } }`;

const endsOf = (data: Loose, end: string): string[] =>
  data.cable.terminations.nodes
    .filter(({ cableEnd }: Loose) => cableEnd === end)
    .map(({ termination: { name, device, circuit, termSide } }: Loose) =>
      circuit ? `${circuit.cid} ${termSide}` : `${device.name ?? `#${device.number}`} ${name}`,
    );

const bothEnds = (number: number): Case => ({
  query: cable(number),
  answer: (data) => [[endsOf(data, 'A')[0], endsOf(data, 'B')[0]]],
});

const KINDS = {
  Interface: 'dcim.interface',
  FrontPort: 'dcim.frontport',
  RearPort: 'dcim.rearport',
  PowerPort: 'dcim.powerport',
  PowerOutlet: 'dcim.poweroutlet',
  CircuitTermination: 'circuits.circuittermination',
} as const;

const kindsOf = (nodes: readonly Loose[]): [string, string, number][] => {
  const found = new Map<string, [string, string, number]>();
  for (const { cableEnd, termination } of nodes) {
    const kind = KINDS[termination.__typename as keyof typeof KINDS];
    const row = found.get(`${kind} ${cableEnd}`) ?? [kind, cableEnd, 0];
    row[2]++;
    found.set(`${kind} ${cableEnd}`, row);
  }
  return [...found].toSorted((a, b) => (a[0] < b[0] ? -1 : 1)).map(([, row]) => row);
};

const typeOrder = ([typeA, colorA, countA]: Loose, [typeB, colorB, countB]: Loose): number =>
  countB - countA ||
  Number(typeA === null) - Number(typeB === null) ||
  String(typeA).localeCompare(String(typeB)) ||
  colorA.localeCompare(colorB);

/** Cables and power. */
export const cableCases: Readonly<Record<string, Case>> = {
  'cable-count': {
    query: '{ cablesAggregate { count min(field: "number") max(field: "number") } }',
    answer: ({ cablesAggregate: [{ count, min, max }] }) => [[count, min, max, max - min + 1 - count]],
  },
  'cable-types': {
    query: '{ cablesAggregate(groupBy: ["type", "color"]) { key count } }',
    answer: ({ cablesAggregate }) =>
      cablesAggregate.map(({ key, count }: Loose) => [key.type, key.color ?? '', count]).toSorted(typeOrder),
  },
  'cable-7': bothEnds(7),
  'cable-35': bothEnds(35),
  'cable-61': bothEnds(61),
  'cable-89': bothEnds(89),
  'cable-104': bothEnds(104),
  'cable-term-kinds': {
    query: '{ cableTerminations(first: 1000) { nodes { cableEnd termination { __typename } } } }',
    answer: ({ cableTerminations }) => kindsOf(cableTerminations.nodes),
  },
  'power-pdu': {
    query: `{ devices(filter: { name: { eq: "dmi01-akron-pdu01" } }) { nodes {
      powerOutlets { totalCount } used: powerOutlets(filter: { cable: { isNull: false } }) { totalCount }
      second: powerOutlets(filter: { name: { eq: "Outlet 2" } }) { nodes { cable { terminations { nodes { cableEnd termination {
        ... on PowerPort { name device { name } } } } } } } } } } }`,
    answer: ({
      devices: {
        nodes: [pdu],
      },
    }) => {
      const { termination } = pdu.second.nodes[0].cable.terminations.nodes.find(
        ({ cableEnd }: Loose) => cableEnd === 'A',
      );
      return [[pdu.powerOutlets.totalCount, pdu.used.totalCount, `${termination.device.name} ${termination.name}`]];
    },
  },
};
