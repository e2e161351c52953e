import type { GraphRow, GraphSession, RowRef } from '@plumbline/engine';
import type { Path, PathHop, PathLink } from '../path.ts';
import { HIDDEN } from '../seen-path.ts';
import { metres } from './metres.ts';
import type { Trace, TraceEnd, TraceHop, TraceLink, TraceLinkKind } from './trace-types.resolver.ts';

/** Fields of a link: label, status, colour, length, its unit, the length in metres; empty for what it has not. */
const LINK_FIELDS: Readonly<Record<string, readonly string[]>> = {
  'dcim.Cable': ['label', 'status', 'color', 'length', 'lengthUnit', 'absLengthM'],
  'wireless.WirelessLink': ['ssid', 'status', '', 'distance', 'distanceUnit', 'absDistanceM'],
  'circuits.Circuit': ['cid', 'status'],
  'circuits.VirtualCircuit': ['cid', 'status'],
};

/** Kinds of links that have a length. */
const LONG: ReadonlySet<string> = new Set(['CABLE', 'WIRELESS_LINK']);

const KINDS: Readonly<Record<PathLink['kind'], TraceLinkKind>> = {
  cable: 'CABLE',
  wirelessLink: 'WIRELESS_LINK',
  circuit: 'CIRCUIT',
  virtualCircuit: 'VIRTUAL_CIRCUIT',
  mapping: 'MAPPING',
  power: 'POWER',
};

const HIDDEN_END: TraceEnd = { hidden: true, type: null, id: null, object: null };

/** References by entity, each once; what is hidden already has none. */
const byEntity = (refs: Iterable<RowRef>): Map<string, string[]> => {
  const found = new Map<string, Set<string>>();
  for (const { type, id } of refs) if (id !== HIDDEN.id) found.set(type, (found.get(type) ?? new Set()).add(id));
  return new Map([...found].map(([type, ids]) => [type, [...ids]]));
};

/** Rows as far as the caller may see them, by id, with the fields asked for; one statement per entity. */
export const visibleRows = async (
  session: GraphSession,
  refs: Iterable<RowRef>,
  fieldsOf: (type: string) => readonly string[],
): Promise<ReadonlyMap<string, GraphRow>> => {
  const parts = [...byEntity(refs)].map(([type, ids]) => session.byId(type, fieldsOf(type), ids));
  return new Map((await Promise.all(parts)).flatMap((part) => [...part]));
};

const visibleIds = async (session: GraphSession, refs: Iterable<RowRef>): Promise<ReadonlySet<string>> => {
  const parts = [...byEntity(refs)].map(([type, ids]) => session.visible(type, ids));
  return new Set((await Promise.all(parts)).flatMap((part) => [...part]));
};

const isRow = (link: PathLink): link is PathLink & RowRef => link.type !== null && link.id !== null;

const stored = (type: string): readonly string[] => (LINK_FIELDS[type] ?? []).filter((name) => name !== '');

/** Puts paths as the caller may see them. */
class ShownPaths {
  readonly #ends: ReadonlySet<string>;
  readonly #links: ReadonlyMap<string, GraphRow>;

  constructor(ends: ReadonlySet<string>, links: ReadonlyMap<string, GraphRow>) {
    this.#ends = ends;
    this.#links = links;
  }

  path({ origin, hops, destinations, splitAt, ...told }: Path): Trace {
    const shown = hops.map((hop) => this.#hop(hop));
    return {
      ...told,
      origin: this.#end(origin),
      hops: shown,
      destinations: destinations.map((end) => this.#end(end)),
      splitAt: splitAt.map((end) => this.#end(end)),
      ...this.#lengthOf(hops, shown),
    };
  }

  /** A cable that two hops cross counts once. */
  #lengthOf(hops: readonly PathHop[], shown: readonly TraceHop[]): Pick<Trace, 'length' | 'unknownLengths'> {
    const links = new Map<string, TraceLink>();
    for (const [at, hop] of hops.entries())
      for (const [i, { id }] of hop.links.entries()) {
        const link = shown[at]?.links[i];
        if (id !== null && link && LONG.has(link.kind)) links.set(id, link);
      }
    const lengths = [...links.values()].map(({ lengthM }) => lengthM);
    const known = lengths.filter((length) => length !== null);
    return { length: metres(known), unknownLengths: lengths.length - known.length };
  }

  #hop({ near, links, far }: PathHop): TraceHop {
    return {
      near: near.map((end) => this.#end(end)),
      links: links.map((link) => this.#link(link)),
      far: far.map((end) => this.#end(end)),
    };
  }

  #end(end: RowRef): TraceEnd {
    if (!this.#ends.has(end.id)) return HIDDEN_END;
    return { hidden: false, type: end.type, id: end.id, object: end };
  }

  #link(link: PathLink): TraceLink {
    const kind = KINDS[link.kind];
    const row = isRow(link) ? this.#links.get(link.id) : undefined;
    const fields = stored(link.type ?? '');
    const [label, status, color, length, lengthUnit, lengthM] = (LINK_FIELDS[link.type ?? ''] ?? []).map(
      (name) => row?.values[fields.indexOf(name)] ?? null,
    );
    return {
      kind,
      hidden: isRow(link) && !row,
      type: row ? link.type : null,
      id: row?.id ?? null,
      label: label ?? null,
      status: status ?? null,
      color: color ?? null,
      length: length ?? null,
      lengthUnit: lengthUnit ?? null,
      lengthM: lengthM ?? null,
      object: row && isRow(link) ? { type: link.type, id: link.id } : null,
    };
  }
}

/** Paths as the caller may see them; one statement per entity of their links, and of their ends where rights differ. */
export const shownPaths = async (session: GraphSession, paths: readonly Path[]): Promise<Trace[]> => {
  const hops = paths.flatMap((path) => path.hops);
  const links = hops.flatMap((hop) => hop.links).filter(isRow);
  const ends = [...paths.map(({ origin }) => origin), ...hops.flatMap(({ near, far }) => [...near, ...far])];
  const [seenEnds, seenLinks] = await Promise.all([visibleIds(session, ends), visibleRows(session, links, stored)]);
  const shown = new ShownPaths(seenEnds, seenLinks);
  return paths.map((path) => shown.path(path));
};
