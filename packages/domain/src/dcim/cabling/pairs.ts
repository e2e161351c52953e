import type { Problem } from '@plumbline/kit';
import { cableProblems, connectorsOf, type TerminationFacts } from '../cable/cable-compatibility.ts';
import { cableCalled, type CableName } from '../cable/cable-name.ts';
import type { Port, Slot } from './port.ts';

/** One cable to be made: the ports of both ends, and what stands in its way. */
export interface Pair {
  readonly index: number;
  readonly label: string | null;
  readonly color: string | null;
  readonly a: readonly Slot[];
  readonly b: readonly Slot[];
  /** Paths are those of the pair: `pairs.3`, `pairs.3.b`, `pairs.3.b.0`. */
  readonly problems: readonly Problem[];
}

/** What pairs are made of. */
export interface Pairing {
  readonly a: readonly Slot[];
  readonly b: readonly Slot[];
  /** Ports that go into one cable, at each end. */
  readonly perCable: { readonly a: number; readonly b: number };
  readonly profile: string | null;
  readonly labels: readonly string[];
  readonly colors: readonly string[];
  /** Cables of one colour before the next. */
  readonly colorEvery: number;
  /** Cables that ports have now, as far as the caller may see them. */
  readonly cables: ReadonlyMap<string, CableName>;
}

/** Ports that go into one end of a cable: as told, else as many as the profile has connectors there, else one. */
export const portsPerCable = (asked: number | null, profile: string | null, end: 'A' | 'B'): number =>
  asked ?? (profile === null ? 1 : (connectorsOf(profile, end)?.length ?? 1));

/** How messages call a port: `F1 of ams1-pp1`. */
export const portCalled = ({ name, deviceName }: Pick<Port, 'name' | 'deviceName'>): string =>
  deviceName === null ? name : `${name} of ${deviceName}`;

/** What decides whether a port may be cabled; `cable` is the one it has, when that counts. */
export const factsOf = (port: Port, cable: string | null, cables: Pairing['cables']): TerminationFacts => {
  const other = cables.get(cable ?? '');
  return {
    kind: port.kind,
    id: port.id,
    interfaceType: port.kind === 'interface' ? port.type : null,
    isMarkedConnected: port.isMarkedConnected,
    isOnProviderNetwork: port.isOnProviderNetwork,
    otherCableId: cable,
    otherCable: other ? cableCalled(other) : null,
    name: portCalled(port),
  };
};

/** Details that name the cable in the way. */
export const occupiedBy = (
  code: string,
  port: Port | null | undefined,
  cables: Pairing['cables'],
): Pick<Problem, 'details'> => {
  const cable = code === 'CABLE_OCCUPIED' ? cables.get(port?.cable ?? '') : undefined;
  return cable ? { details: { cable: { ...cable } } } : {};
};

const chunked = (slots: readonly Slot[], size: number): (readonly Slot[])[] =>
  Array.from({ length: Math.ceil(slots.length / size) }, (_, i) => slots.slice(i * size, (i + 1) * size));

const ENDS = ['a', 'b'] as const;

/** Problems of places: no port there, no place at all, or fewer than a cable takes. */
const placeProblems = (pair: Omit<Pair, 'problems'>, perCable: Pairing['perCable'], path: string): Problem[] =>
  ENDS.flatMap((end): Problem[] => {
    const slots = pair[end];
    const lacking = perCable[end] - slots.length;
    const own = slots.flatMap(({ problem }, at) => (problem ? [{ ...problem, path: `${path}.${end}.${at}` }] : []));
    if (lacking === 0) return own;
    const other = end === 'a' ? pair.b : pair.a;
    const message =
      slots.length === 0
        ? `There is no port left at side ${end.toUpperCase()} for ${other.map(portCalled).join(', ')}.`
        : `Side ${end.toUpperCase()} has ${slots.length} ports left for a cable that takes ${perCable[end]}.`;
    return [...own, { path: `${path}.${end}`, code: 'CABLE_RANGE_UNEQUAL', message }];
  });

const fitProblems = (pair: Omit<Pair, 'problems'>, { profile, cables }: Pairing, path: string): Problem[] => {
  const known = { a: pair.a.flatMap(({ port }) => port ?? []), b: pair.b.flatMap(({ port }) => port ?? []) };
  const facts = (ports: readonly Port[]) => ports.map((port) => factsOf(port, port.cable, cables));
  const problems = cableProblems({ profile, a: facts(known.a), b: facts(known.b) });
  return problems.flatMap(({ path: at, code, message }): Problem[] => {
    if (code === 'CABLE_END_EMPTY' || code === 'CABLE_PROFILE_UNKNOWN') return [];
    const [end, index] = at.split('.');
    if ((end !== 'a' && end !== 'b') || index === undefined)
      return [{ path: at === '' ? path : `${path}.${at}`, code, message }];
    const port = known[end][Number(index)];
    const place = pair[end].findIndex((slot) => slot.port === port);
    return [{ path: `${path}.${end}.${place}`, code, message, ...occupiedBy(code, port, cables) }];
  });
};

const places = (pair: Pick<Pair, 'a' | 'b'>) =>
  ENDS.flatMap((end) => pair[end].flatMap(({ port }, at) => (port ? [{ port, place: `${end}.${at}` }] : [])));

/** Ports that several pairs take, found at the second. */
const repeated = (pairs: readonly Omit<Pair, 'problems'>[]): ReadonlyMap<number, readonly Problem[]> => {
  const first = new Map<string, number>();
  const found = new Map<number, Problem[]>();
  for (const pair of pairs)
    for (const { port, place } of places(pair)) {
      const earlier = first.get(port.id);
      if (earlier === undefined) first.set(port.id, pair.index);
      else if (earlier !== pair.index) {
        const message = `${portCalled(port)} is in pair ${earlier + 1} as well; a port takes one cable.`;
        const problem = { path: `pairs.${pair.index}.${place}`, code: 'CABLE_TERMINATION_TWICE', message };
        found.set(pair.index, [...(found.get(pair.index) ?? []), problem]);
      }
    }
  return found;
};

/** Cables to be made, in order, the shorter side filled up with nothing; each with everything that stands in its way. */
export const pairUp = (pairing: Pairing): readonly Pair[] => {
  const { perCable, labels, colors, colorEvery } = pairing;
  const [a, b] = [chunked(pairing.a, perCable.a), chunked(pairing.b, perCable.b)];
  const bare = Array.from({ length: Math.max(a.length, b.length) }, (_, index) => ({
    index,
    label: labels[index] ?? null,
    color: colors[Math.floor(index / colorEvery) % Math.max(1, colors.length)] ?? null,
    a: a[index] ?? [],
    b: b[index] ?? [],
  }));
  const twice = repeated(bare);
  return bare.map((pair) => {
    const path = `pairs.${pair.index}`;
    const problems = [
      ...placeProblems(pair, perCable, path),
      ...fitProblems(pair, pairing, path),
      ...(twice.get(pair.index) ?? []),
    ];
    return { ...pair, problems };
  });
};
