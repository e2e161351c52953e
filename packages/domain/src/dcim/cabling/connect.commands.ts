import type { InputRow, SavedIds, Work } from '@plumbline/engine';
import type { Problem } from '@plumbline/kit';
import { cableNames } from '../cable/cable-names.queries.ts';
import { CABLE_PROFILES } from '../cable/cable-compatibility.ts';
import { notYours, type Strangers } from './connect-rights.queries.ts';
import { countedLabels, expandNames } from './name-range.ts';
import { pairUp, portsPerCable, type Pair } from './pairs.ts';
import type { Port } from './port.ts';
import { readPortList, type PortsAsked } from './port-list.ts';
import { findPorts } from './ports.queries.ts';

/** Most cables that one request makes. */
export const MOST_CABLES = 1_500;

/** Ports of one side. */
export interface SideAsked extends PortsAsked {
  readonly perCable?: number | null;
}

/** Two lists of ports to be joined one by one. */
export interface ConnectAsked {
  readonly a: SideAsked;
  readonly b: SideAsked;
  /** What all cables have, as an input of cables. */
  readonly cable?: InputRow | null;
  readonly labels?: string | null;
  readonly firstLabel?: string | null;
  readonly colors?: readonly string[] | null;
  readonly colorEvery?: number | null;
}

/** What a request comes to: the pairs, and what is wrong beside them. */
export interface ConnectPlan {
  readonly pairs: readonly Pair[];
  readonly problems: readonly Problem[];
}

const refused = (path: string, code: string, message: string): Problem => ({ path, code, message });

const countOf = (value: number | null | undefined, path: string): Problem[] =>
  value === null || value === undefined || value >= 1 ? [] : [refused(path, 'BAD_USER_INPUT', 'Give 1 or more.')];

/** What is wrong before any port is looked up. */
const formProblems = ({ a, b, colorEvery, labels, firstLabel, cable }: ConnectAsked): Problem[] => {
  const profile = cable?.['profile'];
  const isKnown = typeof profile !== 'string' || CABLE_PROFILES.includes(profile);
  return [
    ...countOf(a.perCable, 'input.a.perCable'),
    ...countOf(b.perCable, 'input.b.perCable'),
    ...countOf(colorEvery, 'input.colorEvery'),
    ...(isKnown ? [] : [refused('input.cable.profile', 'CABLE_PROFILE_UNKNOWN', `"${profile}" is no cable profile.`)]),
    ...(labels && firstLabel
      ? [refused('input.firstLabel', 'BAD_USER_INPUT', 'Give either all labels or the first.')]
      : []),
  ];
};

/** Labels of so many cables, in order, and what is wrong with how they are told. */
const labelsOf = ({ labels, firstLabel }: ConnectAsked, count: number): readonly [string[], Problem[]] => {
  if (labels) {
    const range = expandNames(labels);
    if ('problem' in range) return [[], [refused('input.labels', 'CABLE_RANGE_INVALID', range.problem)]];
    if (range.names.length >= count) return [[...range.names], []];
    const message = `"${labels}" has ${range.names.length} labels for ${count} cables.`;
    return [[...range.names], [refused('input.labels', 'CABLE_LABELS_TOO_FEW', message)]];
  }
  if (!firstLabel) return [[], []];
  const counted = countedLabels(firstLabel, count);
  return counted
    ? [[...counted], []]
    : [[], [refused('input.firstLabel', 'CABLE_RANGE_INVALID', `"${firstLabel}" has no number that could count up.`)]];
};

/** Looks up the ports of both sides and pairs them; the number of statements does not depend on how many there are. */
export const planConnect = async (work: Work, asked: ConnectAsked): Promise<ConnectPlan> => {
  const problems = formProblems(asked);
  if (problems.length > 0) return { pairs: [], problems };
  const lists = [readPortList(asked.a, 'input.a'), readPortList(asked.b, 'input.b')];
  const [a, b] = await findPorts(work, lists);
  if (!a || !b) return { pairs: [], problems };
  const named = typeof asked.cable?.['profile'] === 'string' ? asked.cable['profile'] : null;
  const perCable = {
    a: portsPerCable(asked.a.perCable ?? null, named, 'A'),
    b: portsPerCable(asked.b.perCable ?? null, named, 'B'),
  };
  const count = Math.max(Math.ceil(a.slots.length / perCable.a), Math.ceil(b.slots.length / perCable.b));
  if (count > MOST_CABLES) {
    const message = `These are ${count} cables; one request makes at most ${MOST_CABLES}.`;
    return { pairs: [], problems: [refused('input', 'CABLE_RANGE_TOO_LARGE', message)] };
  }
  const [labels, wrongLabels] = labelsOf(asked, count);
  const ports = [...a.slots, ...b.slots].flatMap(({ port }) => port ?? []);
  const pairs = pairUp({
    a: a.slots,
    b: b.slots,
    perCable,
    profile: named,
    labels,
    colors: asked.colors ?? [],
    colorEvery: asked.colorEvery ?? 1,
    cables: await cableNames(
      work,
      ports.map(({ cable }) => cable),
    ),
  });
  return { pairs, problems: [...a.problems, ...b.problems, ...wrongLabels] };
};

/** The plan with refusals of ports that are not the caller's to cable, at their pairs. */
export const withoutStrangers = ({ pairs, problems }: ConnectPlan, strangers: Strangers): ConnectPlan => ({
  problems,
  pairs: pairs.map((pair) => {
    const foreign = (['a', 'b'] as const).flatMap((end) =>
      pair[end].flatMap(({ port }, at) =>
        port && strangers.has(port.id) ? [notYours(port, `pairs.${pair.index}.${end}.${at}`)] : [],
      ),
    );
    return foreign.length === 0 ? pair : { ...pair, problems: [...pair.problems, ...foreign] };
  }),
});

const refsOf = (pair: Pair, end: 'a' | 'b'): InputRow[] =>
  pair[end].flatMap(({ port }) => (port ? [reference(port)] : []));

/** A port as inputs of cables name it. */
export const reference = ({ kind, id }: Port): InputRow => ({ [kind]: { id } });

/**
 * Makes a cable for each pair that nothing stands in the way of; the ids are in the order of the pairs.
 *
 * What is wrong with a cable itself is refused at its pair.
 */
export const connectPairs = async (
  work: Work,
  pairs: readonly Pair[],
  cable: InputRow | null | undefined,
): Promise<SavedIds> => {
  const fine = pairs.filter(({ problems }) => problems.length === 0);
  const rows = fine.map((pair) => ({
    ...cable,
    ...(pair.label !== null && { label: pair.label }),
    ...(pair.color !== null && { color: pair.color }),
    aTerminations: refsOf(pair, 'a'),
    bTerminations: refsOf(pair, 'b'),
  }));
  if (rows.length === 0) return pairs.map(() => null);
  const made = await work.create('dcim.Cable', rows, { path: (at) => `pairs.${fine[at]?.index}` });
  const ids = new Map(fine.map(({ index }, at) => [index, made[at] ?? null]));
  return pairs.map(({ index }) => ids.get(index) ?? null);
};

const PLUGS = /^(pairs\.\d+)\.([ab])Terminations(\.\d+)?(?:\..*)?$/;
/** Fields that may differ from cable to cable. */
const EACH: ReadonlySet<string> = new Set(['label', 'color']);
const OF_CABLE = /^pairs\.\d+\.(\w.*)$/;

/** Refusals of made cables at the places of the request: ports at their pair, and what all cables share once. */
export const atRequest = (problems: readonly Problem[], cable: InputRow | null | undefined): readonly Problem[] => {
  const moved = problems.map((problem) => {
    const [, pair, end, at = ''] = PLUGS.exec(problem.path) ?? [];
    if (pair !== undefined) return { ...problem, path: `${pair}.${end}${at}` };
    const [, field = ''] = OF_CABLE.exec(problem.path) ?? [];
    const [own = ''] = field.split('.');
    const isShared = EACH.has(own) ? own in (cable ?? {}) : own !== '' && own !== 'a' && own !== 'b';
    return isShared ? { ...problem, path: `input.cable.${field}` } : problem;
  });
  return [...new Map(moved.map((problem) => [`${problem.path} ${problem.code} ${problem.message}`, problem])).values()];
};
