import { CABLE_PROFILES, connectorsOf, oppositePosition } from '../cable/cable-compatibility.ts';
import type { CablePlug, Ether, OtherSide, PathCable, PathGraph, PathMapping, PathPort, Plug } from './path-graph.ts';
import { KIND, PLACE_KINDS, PORT_KINDS } from './path-kinds.ts';
import { AT, SIDE, type WalkRow } from './path-columns.ts';
import { PANEL_KIND } from './path-sql.ts';
import type { PathEnd } from './path.ts';

const crossingsOf = (profile: string, end: 'A' | 'B'): [string, [number, number]][] =>
  (connectorsOf(profile, end) ?? []).flatMap((positions, index) =>
    Array.from({ length: positions }, (_, i) => ({ connector: index + 1, position: i + 1 })).flatMap((from) => {
      const to = oppositePosition(profile, end, from);
      const isStraight = to?.connector === from.connector && to.position === from.position;
      const crossed: [string, [number, number]][] =
        !to || isStraight ? [] : [[`${from.connector}:${from.position}`, [to.connector, to.position]]];
      return crossed;
    }),
  );

/** Positions that do not go straight through, by profile and end, as statements read them. */
export const CROSSINGS: string = JSON.stringify(
  Object.fromEntries(
    CABLE_PROFILES.flatMap((profile) =>
      (['A', 'B'] as const).map((end) => [`${profile} ${end}`, Object.fromEntries(crossingsOf(profile, end))] as const),
    ).filter(([, crossed]) => Object.keys(crossed).length > 0),
  ),
);

/** The graph while it is put together. */
interface Growing {
  readonly ports: Map<string, PathPort>;
  readonly cables: Map<string, PathCable & { readonly plugs: CablePlug[] }>;
  /** By the port that is plugged in. */
  readonly plugged: Map<string, Plug>;
  readonly mappings: Map<string, PathMapping[]>;
  readonly circuits: Map<string, OtherSide>;
  readonly inlets: Map<string, string>;
  readonly panels: Map<string, PathEnd>;
}

const placeOf = (row: WalkRow): PathEnd | null => {
  const [kind, id] = [row[AT.place_kind], row[AT.place]];
  if (!kind || !id) return null;
  const type = Number(kind) === PANEL_KIND ? 'dcim.PowerPanel' : PLACE_KINDS[Number(kind) - PORT_KINDS.length]?.type;
  return type === undefined ? null : { type, id };
};

const NONE: readonly number[] = [];

/** Numbers of an array as PostgreSQL writes it, such as `{1,2}`. */
const numbersIn = (text: string | undefined): readonly number[] =>
  text ? text.slice(1, -1).split(',').map(Number) : NONE;

const plugOf = (row: WalkRow): Plug | null => {
  const [cable, side, connector] = [row[AT.cable], row[AT.cable_end], row[AT.connector]];
  if (!cable || (side !== 'A' && side !== 'B')) return null;
  return { cable, side, connector: connector ? Number(connector) : null, positions: numbersIn(row[AT.positions]) };
};

const addMapping = ({ mappings }: Growing, prev: string, other: string, row: WalkRow): void => {
  const mapping = { position: Number(row[AT.prev_position]), other, otherPosition: Number(row[AT.position]) };
  const known = mappings.get(prev);
  if (!known) mappings.set(prev, [mapping]);
  else if (!known.some(({ position }) => position === mapping.position)) known.push(mapping);
};

const addPassage = (graph: Growing, kind: number, id: string, row: WalkRow): void => {
  const prev = row[AT.prev];
  if (!prev) return;
  if (kind === KIND.powerPort) graph.inlets.set(prev, id);
  else if (kind !== KIND.circuitTermination) addMapping(graph, prev, id, row);
  else {
    const [via, status] = [row[AT.via] ?? null, row[AT.status] ?? null];
    const circuit = { kind: 'circuit', type: 'circuits.Circuit', id: via, status } as const;
    graph.circuits.set(prev, { circuit, port: id, place: placeOf(row) });
  }
};

const addCable = ({ cables }: Growing, row: WalkRow): void => {
  const id = row[AT.cable];
  if (id && !cables.has(id))
    cables.set(id, { id, status: row[AT.status] ?? '', profile: row[AT.profile] || null, plugs: [] });
};

const addPort = (graph: Growing, side: number, row: WalkRow): void => {
  const id = row[AT.id] ?? '';
  const known = graph.ports.get(id);
  const plug = known ? known.plug : plugOf(row);
  const kind = Number(row[AT.kind]);
  if (!known)
    graph.ports.set(id, { end: { type: PORT_KINDS[kind]?.type ?? '', id }, strands: Number(row[AT.strands]), plug });
  if (side === SIDE.near) addPassage(graph, kind, id, row);
  if (plug && !graph.plugged.has(id)) graph.plugged.set(id, plug);
};

const addRow = (graph: Growing, row: WalkRow): void => {
  const side = Number(row[AT.side]);
  const isPort = row[AT.kind] !== '';
  if (side >= SIDE.far) addCable(graph, row);
  if (isPort) return addPort(graph, side, row);
  const panel = side === SIDE.near ? placeOf(row) : null;
  if (panel) graph.panels.set(row[AT.prev] ?? '', panel);
};

const byConnector = (a: CablePlug, b: CablePlug): number =>
  (a.connector ?? 0) - (b.connector ?? 0) || (a.port < b.port ? -1 : 1);

/** The graph that the rows of a walk tell, with the radio links and virtual circuits of its interfaces. */
export const graphOf = (rows: readonly WalkRow[], ethers: ReadonlyMap<string, Ether>): PathGraph => {
  const graph: Growing = {
    ports: new Map(),
    cables: new Map(),
    plugged: new Map(),
    mappings: new Map(),
    circuits: new Map(),
    inlets: new Map(),
    panels: new Map(),
  };
  for (const row of rows) addRow(graph, row);
  for (const [port, plug] of graph.plugged) graph.cables.get(plug.cable)?.plugs.push({ ...plug, port });
  for (const { plugs } of graph.cables.values()) plugs.sort(byConnector);
  return { ...graph, ethers };
};
