import { CABLE_PROFILES, connectorsOf, oppositePosition } from '../cable/cable-compatibility.ts';
import type { CablePlug, Ether, OtherSide, PathCable, PathGraph, PathMapping, PathPort, Plug } from './path-graph.ts';
import { KIND, PLACE_KINDS, PORT_KINDS } from './path-kinds.ts';
import { PANEL_KIND, SIDE, type WalkRow } from './path-sql.ts';
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
  readonly plugs: Map<string, CablePlug>;
  readonly mappings: Map<string, PathMapping[]>;
  readonly circuits: Map<string, OtherSide>;
  readonly inlets: Map<string, string>;
  readonly panels: Map<string, PathEnd>;
}

const endOf = (kind: number, id: string): PathEnd => ({ type: PORT_KINDS[kind]?.type ?? '', id });

const placeOf = (kind: number | null, id: string | null): PathEnd | null => {
  if (kind === null || id === null) return null;
  const type = kind === PANEL_KIND ? 'dcim.PowerPanel' : PLACE_KINDS[kind - PORT_KINDS.length]?.type;
  return type === undefined ? null : { type, id };
};

/** A row that names a port. */
interface PortRow {
  readonly kind: number;
  readonly id: string;
  readonly row: WalkRow;
}

const plugOf = (row: WalkRow): Plug | null => {
  const [, , , , cable, side, connector, positions] = row;
  return cable === null || side === null ? null : { cable, side, connector, positions: positions ?? [] };
};

const addPort = ({ ports }: Growing, { kind, id, row }: PortRow): void => {
  if (!ports.has(id)) ports.set(id, { end: endOf(kind, id), strands: row[3], plug: plugOf(row) });
};

/** Ports beside the origin tell nothing about their cable. */
const addCable = ({ cables }: Growing, row: WalkRow): void => {
  const [, , , , id, , , , , status, profile] = row;
  if (id !== null && status !== null) cables.set(id, { id, status, profile, plugs: cables.get(id)?.plugs ?? [] });
};

const addPlug = ({ plugs }: Growing, { id, row }: PortRow): void => {
  const plug = plugOf(row);
  if (plug) plugs.set(id, { ...plug, port: id, order: row[8] ?? 0 });
};

const addMapping = ({ mappings }: Growing, { id: other, row }: PortRow): void => {
  const [, , , , , , , , , , , , prev, position, otherPosition] = row;
  if (prev === null || position === null || otherPosition === null) return;
  const known = mappings.get(prev);
  if (!known) mappings.set(prev, [{ position, other, otherPosition }]);
  else if (!known.some((each) => each.position === position)) known.push({ position, other, otherPosition });
};

const addPassage = (graph: Growing, port: PortRow): void => {
  const [, , , , , , , , , status, , via, prev, , , placeKind, place] = port.row;
  if (prev === null) return;
  if (port.kind === KIND.powerPort) graph.inlets.set(prev, port.id);
  else if (port.kind !== KIND.circuitTermination) addMapping(graph, port);
  else {
    const circuit = { kind: 'circuit', type: 'circuits.Circuit', id: via, status } as const;
    graph.circuits.set(prev, { circuit, port: port.id, place: placeOf(placeKind, place) });
  }
};

const addRow = (graph: Growing, row: WalkRow): void => {
  const [side, kind, id, , , , , , , , , , , , , placeKind, place] = row;
  if (side === SIDE.far) addCable(graph, row);
  if (kind === null || id === null) return;
  const port = { kind, id, row };
  const panel = side === SIDE.beside ? placeOf(placeKind, place) : null;
  if (panel) return void graph.panels.set(id, panel);
  addPort(graph, port);
  if (side === SIDE.near) addPassage(graph, port);
  if (side === SIDE.far || side === SIDE.beside) addPlug(graph, port);
};

const byConnector = (a: CablePlug, b: CablePlug): number =>
  (a.connector ?? 0) - (b.connector ?? 0) || a.order - b.order;

/** The graph that the rows of a walk tell, with the radio links and virtual circuits of its interfaces. */
export const graphOf = (rows: readonly WalkRow[], ethers: ReadonlyMap<string, Ether>): PathGraph => {
  const graph: Growing = {
    ports: new Map(),
    cables: new Map(),
    plugs: new Map(),
    mappings: new Map(),
    circuits: new Map(),
    inlets: new Map(),
    panels: new Map(),
  };
  for (const row of rows) addRow(graph, row);
  for (const plug of [...graph.plugs.values()].toSorted(byConnector)) graph.cables.get(plug.cable)?.plugs.push(plug);
  return { ...graph, ethers };
};
