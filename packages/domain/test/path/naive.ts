import { oppositePosition } from '../../src/dcim/cable/cable-compatibility.ts';
import { PORT_MODELS } from '../../src/dcim/component-models.ts';
import type { Path, PathEnd, PathHop, PathLink } from '../../src/dcim/path/path.ts';
import { ENDPOINTS, PORTS, type Raw, type RawTables } from './raw.ts';

/** A port with the positions it still has to come out at. */
interface Fibre {
  readonly at: PathEnd;
  readonly owed: readonly number[];
}

/** Sheaths within sheaths: what is deeper goes round and round. */
const isShallow = ({ owed }: Fibre): boolean => owed.length <= 8;

/** Columns of cable terminations that name a port, with its entity. */
const COLUMNS = Object.entries(PORT_MODELS).map(
  ([arm, type]) => [`termination_${arm.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}_id`, type] as const,
);

const PANEL = ['dcim.FrontPort', 'dcim.RearPort'];

const unique = <T>(list: readonly T[]): T[] =>
  list.length < 2 ? [...list] : [...new Map(list.map((one) => [JSON.stringify(one), one])).values()];

/**
 * Follows paths over rows as they are stored, with nothing of the engine but the table of cable profiles.
 *
 * Uses no column that mirrors another: a port is plugged in where a row of cable terminations says so.
 */
export class NaiveWalk {
  private readonly rows: ReadonlyMap<string, Raw>;
  private readonly plugs: ReadonlyMap<string, Raw>;
  private readonly paths = new Map<string, Path>();

  constructor(private readonly tables: RawTables) {
    this.rows = new Map([...tables.values()].flat().map((row) => [String(row['id']), row]));
    this.plugs = new Map(this.all('dcim.CableTermination').map((row) => [this.portOf(row).id, row]));
  }

  private all(type: string): readonly Raw[] {
    return this.tables.get(type) ?? [];
  }

  private portOf(termination: Raw): PathEnd {
    for (const [column, type] of COLUMNS) {
      const id = termination[column];
      if (typeof id === 'string') return { type, id };
    }
    throw new Error('A termination without a port.');
  }

  private plugOf({ id }: PathEnd): Raw | undefined {
    return this.plugs.get(id);
  }

  private positionsOf({ type, id }: PathEnd): number {
    return PANEL.includes(type) ? Number(this.rows.get(id)?.['positions']) : 1;
  }

  private endsOfCable(near: Raw): readonly Raw[] {
    return this.all('dcim.CableTermination')
      .filter((row) => row['cable_id'] === near['cable_id'])
      .toSorted(
        (a, b) => Number(a['connector']) - Number(b['connector']) || (this.portOf(a).id < this.portOf(b).id ? -1 : 1),
      );
  }

  /** Each way over the cable: which position is taken, what is owed then. */
  private over({ at, owed }: Fibre): Fibre[] {
    const near = this.plugOf(at);
    if (!near) return [];
    const far = this.endsOfCable(near).filter((row) => row['cable_end'] !== near['cable_end']);
    const profile = this.rows.get(String(near['cable_id']))?.['profile'];
    if (typeof profile !== 'string' || near['connector'] === null)
      return far.map((row) => ({ at: this.portOf(row), owed })).filter(isShallow);
    const own = near['positions'] as number[]; // int[] column
    const needsOne = own.length > 1 || this.positionsOf(at) > 1;
    const taken = needsOne && owed.length > 0 ? own.filter((position) => position === owed.at(-1)) : own;
    const left = needsOne ? owed.slice(0, -1) : owed;
    return taken.flatMap((position) => {
      const out = oppositePosition(profile, near['cable_end'] === 'A' ? 'A' : 'B', {
        connector: Number(near['connector']),
        position,
      });
      return far
        .filter((row) => row['connector'] === out?.connector)
        .filter((row) => (row['positions'] as number[]).includes(out?.position ?? -1)) // int[] column
        .map((row) => {
          const to = this.portOf(row);
          const owes = (row['positions'] as number[]).length > 1 || this.positionsOf(to) > 1; // int[] column
          return { at: to, owed: owes && out ? [...left, out.position] : left };
        })
        .filter(isShallow);
    });
  }

  /** Through a panel; null when the position is not known. */
  private inside({ at, owed }: Fibre): Fibre[] | null {
    const isWide = this.positionsOf(at) > 1;
    if (isWide && owed.length === 0) return null;
    const position = isWide ? owed.at(-1) : 1;
    const left = isWide ? owed.slice(0, -1) : owed;
    const [from, to, type] =
      at.type === 'dcim.FrontPort' ? ['front', 'rear', 'dcim.RearPort'] : ['rear', 'front', 'dcim.FrontPort'];
    return this.all('dcim.PortMapping')
      .filter((row) => row[`${from}_port_id`] === at.id && row[`${from}_port_position`] === position)
      .map((row) => {
        const other = { type, id: String(row[`${to}_port_id`]) };
        return {
          at: other,
          owed: this.positionsOf(other) > 1 ? [...left, Number(row[`${to}_port_position`])] : left,
        };
      })
      .filter(isShallow);
  }

  private otherSide({ id }: PathEnd): PathEnd | undefined {
    const circuit = this.rows.get(id)?.['circuit_id'];
    const other = this.all('circuits.CircuitTermination').find(
      (row) => row['circuit_id'] === circuit && row['id'] !== id,
    );
    return other && { type: 'circuits.CircuitTermination', id: String(other['id']) };
  }

  private placeOf({ id }: PathEnd): PathEnd | null {
    const row = this.rows.get(id) ?? {};
    for (const [column, type] of [
      ['provider_network', 'circuits.ProviderNetwork'],
      ['site', 'dcim.Site'],
      ['location', 'dcim.Location'],
      ['region', 'dcim.Region'],
      ['site_group', 'dcim.SiteGroup'],
    ] as const)
      if (typeof row[`termination_${column}_id`] === 'string')
        return { type, id: String(row[`termination_${column}_id`]) };
    return null;
  }

  private cableLinks(fibres: readonly Fibre[]): PathLink[] {
    return unique(fibres.flatMap(({ at }) => this.plugOf(at)?.['cable_id'] ?? [])).map((id) => ({
      kind: 'cable',
      type: 'dcim.Cable',
      id: String(id),
      status: String(this.rows.get(String(id))?.['status']),
    }));
  }

  private ether(origin: PathEnd): PathHop | null {
    const row = this.rows.get(origin.id) ?? {};
    if (origin.type !== 'dcim.Interface') return null;
    const own = this.all('wireless.WirelessLink').findLast(
      (link) => link['interface_a_id'] === origin.id || link['interface_b_id'] === origin.id,
    );
    const end = (id: unknown): PathEnd => ({ type: 'dcim.Interface', id: String(id) });
    const hop = (kind: PathLink['kind'], type: string, link: Raw, far: PathEnd[]): PathHop => ({
      near: [origin],
      links: [{ kind, type, id: String(link['id']), status: String(link['status']) }],
      far,
    });
    if (own) {
      const far = own['interface_a_id'] === origin.id ? own['interface_b_id'] : own['interface_a_id'];
      return hop('wirelessLink', 'wireless.WirelessLink', own, [end(far)]);
    }
    const ending = this.all('circuits.VirtualCircuitTermination').find((one) => one['interface_id'] === origin.id);
    if (!ending || !['virtual', 'lag', 'bridge'].includes(String(row['type']))) return null;
    const wanted: Record<string, string> = { peer: 'peer', hub: 'spoke', spoke: 'hub' };
    const peers = this.all('circuits.VirtualCircuitTermination').filter(
      (one) =>
        one['virtual_circuit_id'] === ending['virtual_circuit_id'] &&
        one['id'] !== ending['id'] &&
        one['role'] === wanted[String(ending['role'])],
    );
    const circuit = this.rows.get(String(ending['virtual_circuit_id'])) ?? {};
    return hop(
      'virtualCircuit',
      'circuits.VirtualCircuit',
      circuit,
      peers.map((one) => end(one['interface_id'])),
    );
  }

  /** What the path of a port is by the letter of the tables. */
  path(origin: PathEnd): Path {
    const known = this.paths.get(origin.id) ?? this.follow(origin);
    this.paths.set(origin.id, known);
    return known;
  }

  private follow(origin: PathEnd): Path {
    const near = this.plugOf(origin);
    if (!near) return this.bare(origin);
    const starts = this.endsOfCable(near)
      .filter((row) => row['cable_end'] === near['cable_end'] && row['connector'] === near['connector'])
      .map((row) => this.portOf(row));
    const hops: PathHop[] = [];
    const splitAt: PathEnd[] = [];
    const before = new Set<string>();
    let destinations: PathEnd[] = [];
    let at: Fibre[] = starts.map((start) => ({ at: start, owed: [] }));
    let dead = false;
    for (;;) {
      const links = this.cableLinks(at);
      if (links.length === 0) break;
      const arrived = unique(at.flatMap((fibre) => this.over(fibre)));
      splitAt.push(...at.map((fibre) => fibre.at).filter((end) => !this.plugOf(end)));
      hops.push({ near: unique(at.map((f) => f.at)), links, far: unique(arrived.map((f) => f.at)) });
      dead ||= links.some(({ status }) => status !== 'connected');
      if (new Set(arrived.map((f) => f.at.type)).size > 1) {
        splitAt.push(...arrived.map((f) => f.at));
        break;
      }
      const fresh = arrived.filter(
        (f) => !before.has(JSON.stringify(f)) && !starts.some((start) => start.id === f.at.id),
      );
      for (const f of fresh) before.add(JSON.stringify(f));
      if (fresh.length === 0) break;
      const type = fresh[0]?.at.type ?? '';
      if (PANEL.includes(type)) {
        const ways = fresh.map((f) => [f, this.inside(f)] as const);
        splitAt.push(...ways.filter(([, on]) => on === null).map(([f]) => f.at));
        at = unique(ways.flatMap(([, on]) => on ?? []));
        if (at.length === 0) break;
        const passed = ways.filter(([, on]) => (on?.length ?? 0) > 0).map(([f]) => f.at);
        hops.push(
          this.inner(
            'mapping',
            passed,
            at.map((f) => f.at),
          ),
        );
      } else if (type === 'circuits.CircuitTermination') {
        const known = fresh.filter((f) => this.otherSide(f.at));
        const others = known.map((f) => ({ ...f, at: this.otherSide(f.at) ?? f.at }));
        if (others.length === 0) break;
        const circuits = unique(known.map((f) => String(this.rows.get(f.at.id)?.['circuit_id']))).map(
          (id): PathLink => ({
            kind: 'circuit',
            type: 'circuits.Circuit',
            id,
            status: String(this.rows.get(id)?.['status']),
          }),
        );
        const sides = unique(others.map((f) => f.at));
        hops.push({ near: unique(known.map((f) => f.at)), links: circuits, far: sides });
        const places = others.map((f) => this.placeOf(f.at));
        const inNetwork = places.every((place) => place?.type === 'circuits.ProviderNetwork');
        if (inNetwork || places.every((place, i) => place && !this.plugOf(others[i]?.at ?? origin))) {
          const far = unique(places.flatMap((place) => place ?? []));
          hops.push({ near: sides, links: circuits, far });
          if (inNetwork) destinations = far;
          break;
        }
        const back = others.filter((f) => links.some(({ id }) => id === this.plugOf(f.at)?.['cable_id']));
        splitAt.push(...back.map((f) => f.at));
        if (back.length > 0) break;
        at = unique(others);
      } else {
        destinations = unique(fresh.map((f) => f.at));
        hops.push(...this.upstream(fresh, [origin.id]));
        break;
      }
    }
    return this.told(origin, hops, destinations, !dead, unique(splitAt));
  }

  private inner(kind: 'mapping' | 'power', near: readonly PathEnd[], far: readonly PathEnd[]): PathHop {
    return { near: unique(near), links: [{ kind, type: null, id: null, status: null }], far: unique(far) };
  }

  private bare(origin: PathEnd): Path {
    const hop = this.ether(origin);
    if (!hop) return this.told(origin, [], [], false, []);
    const good = hop.links[0]?.kind === 'virtualCircuit' ? 'active' : 'connected';
    return this.told(origin, [hop], hop.far, hop.links[0]?.status === good, []);
  }

  private told(
    origin: PathEnd,
    hops: readonly PathHop[],
    destinations: readonly PathEnd[],
    isActive: boolean,
    splitAt: readonly PathEnd[],
  ): Path {
    const isComplete = destinations.length > 0;
    return { origin, hops, destinations, isComplete, isActive, isSplit: splitAt.length > 0, splitAt };
  }

  /** Up a power chain, step by step until it ends or was here before. */
  private upstream(at: readonly Fibre[], passed: readonly string[]): PathHop[] {
    const ends = unique(at.map((f) => f.at));
    const types = new Set(ends.map(({ type }) => type));
    if (types.size !== 1) return [];
    if (types.has('dcim.PowerFeed'))
      return [
        this.inner(
          'power',
          ends,
          ends.map(({ id }) => ({ type: 'dcim.PowerPanel', id: String(this.rows.get(id)?.['power_panel_id']) })),
        ),
      ];
    const inletOf = (end: PathEnd) => this.rows.get(end.id)?.['power_port_id'];
    const fed = ends.filter((end) => {
      const inlet = inletOf(end);
      return typeof inlet === 'string' && !passed.includes(inlet);
    });
    const inlets = unique(fed.map((end): PathEnd => ({ type: 'dcim.PowerPort', id: String(inletOf(end)) })));
    if (inlets.length === 0) return [];
    const up = this.inner('power', fed, inlets);
    const fibres = inlets.map((inlet): Fibre => ({ at: inlet, owed: [] }));
    const links = this.cableLinks(fibres);
    if (links.length === 0) return [up];
    const arrived = unique(fibres.flatMap((fibre) => this.over(fibre)));
    const along = { near: inlets, links, far: unique(arrived.map((f) => f.at)) };
    return [up, along, ...this.upstream(arrived, [...passed, ...inlets.map(({ id }) => id)])];
  }

  /** All ports there are. */
  ports(): PathEnd[] {
    return PORTS.flatMap((type) => this.all(type).map((row) => ({ type, id: String(row['id']) })));
  }

  /** Ends whose path has an object on it; a device is on a path by its ports. */
  through({ type, id }: PathEnd): PathEnd[] {
    const own = PORTS.flatMap((port) => this.all(port)).filter(
      (row) => type === 'dcim.Device' && row['device_id'] === id,
    );
    const ids = new Set([id, ...own.map((row) => String(row['id']))]);
    const isOn = ({ near, links, far }: PathHop): boolean =>
      [...near, ...links, ...far].some((one) => ids.has(one.id ?? ''));
    return this.ports().filter((port) => ENDPOINTS.includes(port.type) && this.path(port).hops.some(isOn));
  }
}
