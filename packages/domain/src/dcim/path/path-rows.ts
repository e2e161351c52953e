import { CABLE_PROFILES, connectorsOf, oppositePosition } from '../cable/cable-compatibility.ts';
import type { CablePlug, Ether, OtherSide, PathCable, PathGraph, PathMapping, PathPort } from './path-graph.ts';
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
  readonly plugged: Set<string>;
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

const addPort = ({ ports }: Growing, row: WalkRow): void => {
  const [, kind, id, strands, cable, side, connector, positions] = row;
  if (ports.has(id)) return;
  const plug = cable === null || side === null ? null : { cable, side, connector, positions: positions ?? [] };
  ports.set(id, { end: endOf(kind, id), strands, plug });
};

const addPlug = ({ cables, plugged }: Growing, row: WalkRow): void => {
  const [, , port, , cable, side, connector, positions, sort, status, profile] = row;
  if (cable === null || side === null) return;
  const known = cables.get(cable) ?? { id: cable, status: '', profile: null, plugs: [] };
  // ports beside the origin tell nothing about the cable
  const told = status === null ? known : { ...known, status, profile };
  cables.set(cable, told);
  if (plugged.has(port)) return;
  plugged.add(port);
  told.plugs.push({ cable, side, connector, positions: positions ?? [], port, order: sort ?? 0 });
};

const addMapping = ({ mappings }: Growing, row: WalkRow): void => {
  const [, , other, , , , , , , , , , prev, position, otherPosition] = row;
  if (prev === null || position === null || otherPosition === null) return;
  const known = mappings.get(prev);
  if (!known) mappings.set(prev, [{ position, other, otherPosition }]);
  else if (!known.some((each) => each.position === position)) known.push({ position, other, otherPosition });
};

const addPassage = (graph: Growing, row: WalkRow): void => {
  const [, kind, id, , , , , , , status, , via, prev, , , placeKind, place] = row;
  if (prev === null) return;
  if (kind === KIND.frontPort || kind === KIND.rearPort) addMapping(graph, row);
  else if (kind === KIND.powerPort) graph.inlets.set(prev, id);
  else if (kind === KIND.circuitTermination) {
    const circuit = { kind: 'circuit', type: 'circuits.Circuit', id: via, status } as const;
    graph.circuits.set(prev, { circuit, port: id, place: placeOf(placeKind, place) });
  }
};

const addRow = (graph: Growing, row: WalkRow): void => {
  const [side, , id, , , , , , , , , , , , , placeKind, place] = row;
  if (side === SIDE.far || (side === SIDE.beside && placeKind === null)) addPlug(graph, row);
  const panel = side === SIDE.beside ? placeOf(placeKind, place) : null;
  if (panel) graph.panels.set(id, panel);
  else addPort(graph, row);
  if (side === SIDE.near) addPassage(graph, row);
};

/** The graph that the rows of a walk tell, with the radio links and virtual circuits of its interfaces. */
export const graphOf = (rows: readonly WalkRow[], ethers: ReadonlyMap<string, Ether>): PathGraph => {
  const graph: Growing = {
    ports: new Map(),
    cables: new Map(),
    plugged: new Set(),
    mappings: new Map(),
    circuits: new Map(),
    inlets: new Map(),
    panels: new Map(),
  };
  for (const row of rows) addRow(graph, row);
  return { ...graph, ethers };
};
