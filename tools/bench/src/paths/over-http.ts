import type { BenchServer } from '../server.ts';
import type { PathCase } from './measure.ts';

const END = 'object { ... on Interface { name device { name } } ... on FrontPort { name } ... on RearPort { name } }';

const TRACE = `query ($id: ID!) { trace(from: { type: "Interface", id: $id }) {
  isComplete length hops { near { ${END} } links { kind label status color lengthM } far { ${END} } } } }`;

const ENDPOINTS = `query ($ids: [ID!]) { interfaces(first: 10000, filter: { id: { in: $ids } }) { nodes {
  name device { name } connectedEndpoints { ... on Interface { name device { name } } } } } }`;

const occurrences = (text: string, part: string): number => text.split(part).length - 1;

/** Ids of interfaces. */
export interface AskedPorts {
  /** Where chains begin. */
  readonly starts: readonly string[];
  readonly byChance: readonly string[];
}

/** What callers of the API wait for: answers with names, over HTTP with a token flagged for bulk reads. */
export const httpCases = (server: BenchServer, { starts, byChance }: AskedPorts): PathCase[] => {
  const asked = async (query: string, variables: object, counts: string): Promise<number> => {
    const { text } = await server.ask(query, true, variables);
    if (text.includes('"errors":[')) throw new Error(text.slice(0, 500));
    return occurrences(text, counts);
  };
  return [
    {
      name: 'over HTTP: a trace of 21 hops with names and links',
      rounds: 40,
      warm: 40,
      goalMs: 15,
      run: (round) => asked(TRACE, { id: starts[round % starts.length] }, '"near":'),
    },
    {
      name: 'over HTTP: endpoints of 10,000 interfaces by chance',
      rounds: 5,
      goalMs: 1_000,
      run: () => asked(ENDPOINTS, { ids: byChance }, '"connectedEndpoints":[{'),
    },
  ];
};
