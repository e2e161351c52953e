/** Objects that a cable can end at; the names of the arms of a cable termination. */
export type TerminationKind =
  | 'circuitTermination'
  | 'consolePort'
  | 'consoleServerPort'
  | 'frontPort'
  | 'interface'
  | 'powerFeed'
  | 'powerOutlet'
  | 'powerPort'
  | 'rearPort';

/** One end of a cable. */
export type CableEnd = 'A' | 'B';

/** One fibre or pair of a cable end: connector and position inside it, both from 1. */
export interface CablePosition {
  readonly connector: number;
  readonly position: number;
}

/** What of a termination decides whether it can be cabled. */
export interface TerminationFacts {
  readonly kind: TerminationKind;
  readonly id: string;
  /** Type of an interface, such as `1000base-t`; null for all else. */
  readonly interfaceType?: string | null;
  readonly isMarkedConnected?: boolean;
  /** A circuit termination that leads into a provider's network. */
  readonly isOnProviderNetwork?: boolean;
  /** Cable it is connected to now, other than the one checked. */
  readonly otherCableId?: string | null;
  /** How that cable is called, for those who may know: `P-001`. */
  readonly otherCable?: string | null;
  /** How messages call the port; its kind alone when absent. */
  readonly name?: string | null;
}

/** Ends of a cable to be checked. */
export interface CableFacts {
  readonly profile: string | null;
  readonly a: readonly TerminationFacts[];
  readonly b: readonly TerminationFacts[];
}

/** One thing wrong with a cable: where (`a`, `b.0`, `profile`; empty for both ends), which refusal, and a sentence. */
export interface CableProblem {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** Connector and positions that the profile gives to a termination; null without profile. */
export interface TerminationSlot {
  readonly connector: number;
  readonly positions: readonly number[];
}

interface CableProfile {
  /** Positions of each connector, connector 1 first. */
  readonly a: readonly number[];
  readonly b: readonly number[];
  /** `connector:position` at end A to the same at end B; what is not listed goes straight through. */
  readonly crossed: ReadonlyMap<string, string>;
}

const NETWORK = ['interface', 'frontPort', 'rearPort', 'circuitTermination'] as const;
const PANEL = ['consolePort', 'consoleServerPort', ...NETWORK] as const;

const COMPATIBLE: Readonly<Record<TerminationKind, readonly TerminationKind[]>> = {
  circuitTermination: NETWORK,
  consolePort: ['consoleServerPort', 'frontPort', 'rearPort'],
  consoleServerPort: ['consolePort', 'frontPort', 'rearPort'],
  frontPort: PANEL,
  interface: NETWORK,
  powerFeed: ['powerPort'],
  powerOutlet: ['powerPort'],
  powerPort: ['powerOutlet', 'powerFeed'],
  rearPort: PANEL,
};

/** Interface types that exist in software only. */
export const VIRTUAL_INTERFACE_TYPES: ReadonlySet<string> = new Set(['virtual', 'lag', 'bridge']);

/** Interface types that use radio. */
export const WIRELESS_INTERFACE_TYPES: ReadonlySet<string> = new Set(
  (
    'ieee802.11a ieee802.11g ieee802.11n ieee802.11ac ieee802.11ad ieee802.11ax ieee802.11ay ieee802.11be ' +
    'ieee802.15.1 ieee802.15.4 other-wireless gsm cdma lte 4g 5g'
  ).split(' '),
);

/** Whether a cable may run between these kinds, in either direction. */
export const areCompatible = (a: TerminationKind, b: TerminationKind): boolean => COMPATIBLE[a].includes(b);

/** Kinds that a cable from this one may end at. */
export const compatibleKinds = (kind: TerminationKind): readonly TerminationKind[] => COMPATIBLE[kind];

/** Whether an interface of that type has a socket for a cable. */
export const isCableable = (interfaceType: string): boolean =>
  !VIRTUAL_INTERFACE_TYPES.has(interfaceType) && !WIRELESS_INTERFACE_TYPES.has(interfaceType);

const straight = (
  connectors: number,
  positions: number,
  crossed: ReadonlyMap<string, string> = new Map(),
): CableProfile => {
  const ends = new Array<number>(connectors).fill(positions);
  return { a: ends, b: ends, crossed };
};

const breakout = (positions: number): CableProfile => ({
  a: [positions],
  b: new Array<number>(positions).fill(1),
  crossed: new Map(Array.from({ length: positions }, (_, i) => [`1:${i + 1}`, `${i + 1}:1`])),
});

const crossing = (text: string): ReadonlyMap<string, string> =>
  new Map(text.split(' ').map((pair) => pair.split('>') as [string, string])); // literals below, each "from>to"

const PROFILES: ReadonlyMap<string, CableProfile> = new Map([
  ...[1, 2, 4, 6, 8, 12, 16].map((p) => [`single-1c${p}p`, straight(1, p)] as const),
  ...[1, 2, 4, 6, 8, 12].map((p) => [`trunk-2c${p}p`, straight(2, p)] as const),
  ...[1, 2, 4, 6, 8].map((p) => [`trunk-4c${p}p`, straight(4, p)] as const),
  ['trunk-8c4p', straight(8, 4)],
  ['trunk-2c4p-shuffle', straight(2, 4, crossing('1:3>2:1 1:4>2:2 2:1>1:3 2:2>1:4'))],
  [
    'trunk-4c4p-shuffle',
    straight(
      4,
      4,
      crossing('1:2>2:1 1:3>3:1 1:4>4:1 2:1>1:2 2:3>3:2 2:4>4:2 3:1>1:3 3:2>2:3 3:4>4:3 4:1>1:4 4:2>2:4 4:3>3:4'),
    ),
  ],
  ...[2, 4, 6, 8].map((p) => [`breakout-1c${p}p-${p}c1p`, breakout(p)] as const),
  [
    'breakout-2c4p-8c1p-shuffle',
    {
      a: [4, 4],
      b: new Array<number>(8).fill(1),
      crossed: crossing('1:2>2:1 1:3>5:1 1:4>6:1 2:1>3:1 2:2>4:1 2:3>7:1 2:4>8:1'),
    },
  ],
]);

/** Names of all cable profiles. */
export const CABLE_PROFILES: readonly string[] = [...PROFILES.keys()];

/** Positions of each connector of an end, connector 1 first; null for an unknown profile. */
export const connectorsOf = (profile: string, end: CableEnd): readonly number[] | null =>
  PROFILES.get(profile)?.[end === 'A' ? 'a' : 'b'] ?? null;

/** Where a position comes out at the other end; null when the profile has no such position. */
export const oppositePosition = (profile: string, end: CableEnd, from: CablePosition): CablePosition | null => {
  const found = PROFILES.get(profile);
  if (!found || from.position < 1 || from.position > ((end === 'A' ? found.a : found.b)[from.connector - 1] ?? 0))
    return null;
  const key = `${from.connector}:${from.position}`;
  if (end === 'A') return readPosition(found.crossed.get(key) ?? key);
  const source = [...found.crossed].find(([, to]) => to === key)?.[0];
  return readPosition(source ?? key);
};

/** Connector and positions of each termination of an end: the nth takes connector n with all its positions; null without profile. */
export const terminationSlots = (profile: string | null, end: CableEnd, count: number): (TerminationSlot | null)[] => {
  const connectors = profile === null ? null : connectorsOf(profile, end);
  return Array.from({ length: count }, (_, index) => {
    const positions = connectors?.[index];
    if (positions === undefined) return null;
    return { connector: index + 1, positions: Array.from({ length: positions }, (__, i) => i + 1) };
  });
};

/** Everything that is wrong with the ends of a cable; empty when it may be made. */
export const cableProblems = (cable: CableFacts): CableProblem[] => [
  ...endProblems(cable, 'A'),
  ...endProblems(cable, 'B'),
  ...pairProblems(cable),
];

const endProblems = ({ profile, a, b }: CableFacts, end: CableEnd): CableProblem[] => {
  const terminations = end === 'A' ? a : b;
  const path = end.toLowerCase();
  const problems: CableProblem[] = [];
  if (terminations.length === 0)
    problems.push({
      path,
      code: 'CABLE_END_EMPTY',
      message: `End ${end} has no termination; a cable needs one at each end.`,
    });
  const kinds = [...new Set(terminations.map(({ kind }) => kind))];
  if (kinds.length > 1) {
    problems.push({
      path,
      code: 'CABLE_END_MIXED',
      message: `End ${end} mixes ${kinds.map(wordsOf).join(' and ')}; use one kind per end.`,
    });
  }
  const connectors = profile === null ? null : connectorsOf(profile, end);
  if (connectors && terminations.length > connectors.length) {
    const message = `End ${end} has ${terminations.length} terminations but profile ${profile} has ${connectors.length}; remove some or choose another profile.`;
    problems.push({ path, code: 'CABLE_PROFILE_FULL', message });
  }
  return [...problems, ...terminations.flatMap((termination, index) => ownProblems(termination, `${path}.${index}`))];
};

const ownProblems = (termination: TerminationFacts, path: string): CableProblem[] => {
  const problems: CableProblem[] = [];
  const { kind, interfaceType, otherCable } = termination;
  if (kind === 'interface' && interfaceType && !isCableable(interfaceType)) {
    problems.push({
      path,
      code: 'CABLE_NOT_CONNECTABLE',
      message: termination.name
        ? `${capital(portWords(termination))} is of type ${interfaceType} and takes no cable.`
        : `An interface of type ${interfaceType} takes no cable.`,
    });
  }
  if (termination.isOnProviderNetwork) {
    problems.push({
      path,
      code: 'CABLE_NOT_CONNECTABLE',
      message: 'A circuit termination on a provider network takes no cable.',
    });
  }
  if (termination.isMarkedConnected) {
    problems.push({
      path,
      code: 'CABLE_MARKED_CONNECTED',
      message: `${capital(portWords(termination))} is marked as connected; clear the mark first.`,
    });
  }
  if (termination.otherCableId) {
    problems.push({
      path,
      code: 'CABLE_OCCUPIED',
      message: `${capital(portWords(termination))} has ${otherCable ? `cable ${otherCable}` : 'a cable'} already; remove that cable first.`,
    });
  }
  return problems;
};

const pairProblems = ({ profile, a, b }: CableFacts): CableProblem[] => {
  const problems: CableProblem[] = [];
  if (profile !== null && !PROFILES.has(profile)) {
    problems.push({ path: 'profile', code: 'CABLE_PROFILE_UNKNOWN', message: `"${profile}" is no cable profile.` });
  }
  const [first, second] = [a[0], b[0]];
  if (first && second && !areCompatible(first.kind, second.kind)) {
    const others = compatibleKinds(first.kind).map(withArticle);
    const message = `${capital(withArticle(first.kind))} can not be cabled to ${withArticle(second.kind)}; it goes to ${orList(others)}.`;
    problems.push({ path: '', code: 'CABLE_INCOMPATIBLE', message });
  }
  const seen = new Set<string>();
  for (const [path, { kind, id }] of [
    ...a.map((t, i) => [`a.${i}`, t] as const),
    ...b.map((t, i) => [`b.${i}`, t] as const),
  ]) {
    if (seen.has(`${kind} ${id}`))
      problems.push({
        path,
        code: 'CABLE_TERMINATION_TWICE',
        message: `The ${wordsOf(kind)} occurs twice in this cable.`,
      });
    seen.add(`${kind} ${id}`);
  }
  return problems;
};

const readPosition = (key: string): CablePosition => {
  const [connector, position] = key.split(':').map(Number) as [number, number]; // keys are "connector:position"
  return { connector, position };
};

/** `consoleServerPort` as `console server port`. */
export const wordsOf = (kind: TerminationKind): string =>
  kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

const portWords = ({ kind, name }: TerminationFacts): string =>
  name ? `${wordsOf(kind)} ${name}` : `the ${wordsOf(kind)}`;

/** `consoleServerPort` as `a console server port`. */
export const withArticle = (kind: TerminationKind): string => `${kind === 'interface' ? 'an' : 'a'} ${wordsOf(kind)}`;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const orList = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
