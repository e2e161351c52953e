import type { TerminationFacts, TerminationKind } from './cable-compatibility.ts';
import {
  areCompatible,
  CABLE_PROFILES,
  cableProblems,
  compatibleKinds,
  connectorsOf,
  isCableable,
  oppositePosition,
  terminationSlots,
} from './cable-compatibility.ts';

const KINDS: TerminationKind[] = [
  'circuitTermination',
  'consolePort',
  'consoleServerPort',
  'frontPort',
  'interface',
  'powerFeed',
  'powerOutlet',
  'powerPort',
  'rearPort',
];

const end = (kind: TerminationKind, id = '1', rest: Partial<TerminationFacts> = {}): TerminationFacts => ({
  kind,
  id,
  ...rest,
});

describe('kinds that a cable joins', () => {
  test.each<[TerminationKind, TerminationKind[]]>([
    ['circuitTermination', ['interface', 'frontPort', 'rearPort', 'circuitTermination']],
    ['consolePort', ['consoleServerPort', 'frontPort', 'rearPort']],
    ['consoleServerPort', ['consolePort', 'frontPort', 'rearPort']],
    ['interface', ['interface', 'circuitTermination', 'frontPort', 'rearPort']],
    ['frontPort', ['consolePort', 'consoleServerPort', 'interface', 'frontPort', 'rearPort', 'circuitTermination']],
    ['rearPort', ['consolePort', 'consoleServerPort', 'interface', 'frontPort', 'rearPort', 'circuitTermination']],
    ['powerFeed', ['powerPort']],
    ['powerOutlet', ['powerPort']],
    ['powerPort', ['powerOutlet', 'powerFeed']],
  ])('%s goes to %j', (kind, others) => {
    expect(new Set(compatibleKinds(kind))).toEqual(new Set(others));
  });

  test('are the same in both directions', () => {
    for (const a of KINDS) for (const b of KINDS) expect(areCompatible(a, b)).toBe(areCompatible(b, a));
  });

  test('exclude interfaces in software and on air', () => {
    expect(['virtual', 'lag', 'bridge', 'ieee802.11ax', '5g', '1000base-t', 'other'].map(isCableable)).toEqual([
      false,
      false,
      false,
      false,
      false,
      true,
      true,
    ]);
  });
});

describe('profiles', () => {
  test('are the 26 known ones', () => {
    expect(CABLE_PROFILES).toHaveLength(26);
    expect(connectorsOf('breakout-1c4p-4c1p', 'A')).toEqual([4]);
    expect(connectorsOf('breakout-1c4p-4c1p', 'B')).toEqual([1, 1, 1, 1]);
    expect(connectorsOf('trunk-8c4p', 'B')).toEqual([4, 4, 4, 4, 4, 4, 4, 4]);
    expect(connectorsOf('none', 'A')).toBeNull();
  });

  test('lead every position of one end to a position of the other and back', () => {
    for (const profile of CABLE_PROFILES) {
      for (const side of ['A', 'B'] as const) {
        const reached = new Set<string>();
        for (const [index, positions] of (connectorsOf(profile, side) ?? []).entries()) {
          for (let position = 1; position <= positions; position++) {
            const from = { connector: index + 1, position };
            const to = oppositePosition(profile, side, from);
            if (to === null) throw new Error(`${profile} loses ${side} ${index + 1}:${position}`);
            reached.add(`${to.connector}:${to.position}`);
            expect(oppositePosition(profile, side === 'A' ? 'B' : 'A', to)).toEqual(from);
          }
        }
        const total = (connectorsOf(profile, side) ?? []).reduce((sum, positions) => sum + positions, 0);
        expect(reached.size).toBe(total);
      }
    }
  });

  test.each([
    ['single-1c4p', 'A', [1, 3], [1, 3]],
    ['trunk-4c2p', 'B', [4, 2], [4, 2]],
    ['trunk-2c4p-shuffle', 'A', [1, 4], [2, 2]],
    ['trunk-2c4p-shuffle', 'B', [2, 3], [2, 3]],
    ['trunk-4c4p-shuffle', 'A', [2, 4], [4, 2]],
    ['breakout-1c8p-8c1p', 'A', [1, 7], [7, 1]],
    ['breakout-1c8p-8c1p', 'B', [7, 1], [1, 7]],
    ['breakout-2c4p-8c1p-shuffle', 'A', [2, 1], [3, 1]],
    ['breakout-2c4p-8c1p-shuffle', 'B', [5, 1], [1, 3]],
  ] as const)('%s from %s: %j comes out at %j', (profile, side, [connector, position], [c, p]) => {
    expect(oppositePosition(profile, side, { connector, position })).toEqual({ connector: c, position: p });
  });

  test('know no positions beyond their connectors', () => {
    expect(oppositePosition('single-1c1p', 'A', { connector: 1, position: 2 })).toBeNull();
    expect(oppositePosition('single-1c1p', 'A', { connector: 2, position: 1 })).toBeNull();
    expect(oppositePosition('single-1c1p', 'A', { connector: 1, position: 0 })).toBeNull();
  });

  test('give the nth termination connector n', () => {
    expect(terminationSlots('trunk-2c2p', 'A', 2)).toEqual([
      { connector: 1, positions: [1, 2] },
      { connector: 2, positions: [1, 2] },
    ]);
    expect(terminationSlots('breakout-1c2p-2c1p', 'B', 1)).toEqual([{ connector: 1, positions: [1] }]);
    expect(terminationSlots(null, 'A', 2)).toEqual([null, null]);
    expect(terminationSlots('single-1c1p', 'A', 2)).toEqual([{ connector: 1, positions: [1] }, null]);
  });
});

describe('a cable', () => {
  const problems = (a: TerminationFacts[], b: TerminationFacts[], profile: string | null = null) =>
    cableProblems({ profile, a, b });

  test('between two interfaces is fine', () => {
    expect(problems([end('interface', '1', { interfaceType: '1000base-t' })], [end('interface', '2')])).toEqual([]);
  });

  test('needs both ends', () => {
    expect(problems([], [end('interface')])).toEqual([
      { path: 'a', code: 'CABLE_END_EMPTY', message: 'End A has no termination; a cable needs one at each end.' },
    ]);
    expect(problems([], []).map(({ path }) => path)).toEqual(['a', 'b']);
  });

  test('joins compatible kinds, one per end', () => {
    expect(problems([end('interface')], [end('powerPort')])).toEqual([
      {
        path: '',
        code: 'CABLE_INCOMPATIBLE',
        message:
          'An interface can not be cabled to a power port; it goes to an interface, a front port, a rear port or a circuit termination.',
      },
    ]);
    expect(problems([end('interface'), end('frontPort')], [end('rearPort')]).map(({ message }) => message)).toEqual([
      'End A mixes interface and front port; use one kind per end.',
    ]);
  });

  test('names an object once', () => {
    expect(problems([end('interface', '1')], [end('interface', '1')])).toEqual([
      { path: 'b.0', code: 'CABLE_TERMINATION_TWICE', message: 'The interface occurs twice in this cable.' },
    ]);
    expect(problems([end('frontPort', '1')], [end('rearPort', '1')])).toEqual([]);
  });

  test('takes no more terminations than its profile has connectors', () => {
    const a = [end('interface', '1'), end('interface', '2')];
    expect(problems(a, [end('interface', '3')], 'single-1c2p').map(({ path, message }) => [path, message])).toEqual([
      ['a', 'End A has 2 terminations but profile single-1c2p has 1; remove some or choose another profile.'],
    ]);
    expect(problems([end('interface', '3')], a, 'breakout-1c2p-2c1p')).toEqual([]);
    expect(problems([end('interface', '3')], a, 'odd').map(({ code }) => code)).toEqual(['CABLE_PROFILE_UNKNOWN']);
  });

  test('reports every refusal at once', () => {
    const a = [end('interface', '1', { interfaceType: 'lag', otherCableId: '9' })];
    const named = { name: 'Gi1 of sw1', isMarkedConnected: true, otherCableId: '9', otherCable: 'P-001' };
    const b = [end('circuitTermination', '2', { isOnProviderNetwork: true, isMarkedConnected: true })];
    expect(problems(a, b).map(({ path, message }) => `${path}: ${message}`)).toEqual([
      'a.0: An interface of type lag takes no cable.',
      'a.0: The interface has a cable already; remove that cable first.',
      'b.0: A circuit termination on a provider network takes no cable.',
      'b.0: The circuit termination is marked as connected; clear the mark first.',
    ]);
    expect(
      problems([end('interface', '1', { ...named, interfaceType: 'lag' })], b).map(({ message }) => message),
    ).toEqual(
      expect.arrayContaining([
        'Interface Gi1 of sw1 is of type lag and takes no cable.',
        'Interface Gi1 of sw1 is marked as connected; clear the mark first.',
        'Interface Gi1 of sw1 has cable P-001 already; remove that cable first.',
      ]),
    );
  });
});
