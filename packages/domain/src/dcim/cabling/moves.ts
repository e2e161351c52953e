import type { InputRow } from '@plumbline/engine';
import type { Problem } from '@plumbline/kit';
import { groupBy } from '../../group.ts';
import { cableProblems, type CableEnd } from '../cable/cable-compatibility.ts';
import type { CableName } from '../cable/cable-name.ts';
import { factsOf, portCalled } from './pairs.ts';
import type { CabledEnds, Port, Slot } from './port.ts';

/** One end of a cable that goes from one port to another. */
export interface Step {
  readonly index: number;
  readonly from: Slot | null;
  readonly to: Slot | null;
}

/** A step with the end it is about, and what stands in its way: at `moves.3`, `moves.3.from` or `moves.3.to`. */
export interface Move extends Step {
  readonly cable: CabledEnds | null;
  readonly end: CableEnd | null;
  readonly problems: readonly Problem[];
}

/** What is known when moves are worked out. */
export interface Standing {
  /** Cable that a port has, by the id of the port. */
  readonly cableOf: ReadonlyMap<string, string>;
  /** Cables that the caller may see, with their ends. */
  readonly cables: ReadonlyMap<string, CabledEnds>;
}

/** Cables as they will be: the input of each that changes, and the steps by place, `aTerminations.0`. */
export interface Recabled {
  readonly cable: CabledEnds;
  readonly input: InputRow;
  readonly steps: ReadonlyMap<string, number>;
}

const refused = (path: string, code: string, message: string): Problem => ({ path, code, message });

const endOf = (cable: CabledEnds | null, port: Port): CableEnd | null => {
  if (cable?.a.some(({ id }) => id === port.id)) return 'A';
  return cable?.b.some(({ id }) => id === port.id) ? 'B' : null;
};

/** What is wrong with the ports of a step alone. */
const slotProblems = ({ from, to }: Step, path: string): Problem[] => [
  ...(from?.problem ? [{ ...from.problem, path: `${path}.from` }] : []),
  ...(to?.problem ? [{ ...to.problem, path: `${path}.to` }] : []),
  ...(from === null && to
    ? [refused(`${path}.from`, 'CABLE_RANGE_UNEQUAL', `There is no port left that ${portCalled(to)} takes over from.`)]
    : []),
  ...(to === null && from
    ? [refused(`${path}.to`, 'CABLE_RANGE_UNEQUAL', `There is no port left for the cable of ${portCalled(from)}.`)]
    : []),
];

/** Ports that several steps leave, or go to; told at the later one. */
const repeats = (steps: readonly Step[], side: 'from' | 'to'): ReadonlyMap<number, Problem> => {
  const first = new Map<string, number>();
  const found = new Map<number, Problem>();
  for (const { index, [side]: slot } of steps) {
    if (!slot?.port) continue;
    const earlier = first.get(slot.port.id);
    const message = `${portCalled(slot.port)} is in move ${(earlier ?? 0) + 1} as well.`;
    if (earlier === undefined) first.set(slot.port.id, index);
    else found.set(index, refused(`moves.${index}.${side}`, 'CABLE_TERMINATION_TWICE', message));
  }
  return found;
};

/** A step with its cable and what is wrong with it by itself. */
const started = (step: Step, { cableOf, cables }: Standing): Move => {
  const path = `moves.${step.index}`;
  const problems = slotProblems(step, path);
  const port = step.from?.port ?? null;
  const cable = port === null ? null : (cables.get(cableOf.get(port.id) ?? '') ?? null);
  const end = port === null ? null : endOf(cable, port);
  if (port !== null && end === null)
    problems.push(refused(`${path}.from`, 'CABLE_NONE', `${portCalled(port)} has no cable to be moved.`));
  if (port !== null && port.id === step.to?.port?.id)
    problems.push(refused(`${path}.to`, 'CABLE_TERMINATION_TWICE', `The cable is in ${portCalled(port)} already.`));
  return { ...step, cable, end, problems };
};

const ENDS = [
  { key: 'a', end: 'A', field: 'aTerminations' },
  { key: 'b', end: 'B', field: 'bTerminations' },
] as const;

/** Ports of an end once the steps are done. */
const moved = (ports: readonly Port[], moves: readonly Move[]): readonly Port[] =>
  ports.map((port) => moves.find(({ from }) => from?.port?.id === port.id)?.to?.port ?? port);

/** What is wrong with a cable once its ends have moved; told at the step that brings it about. */
const cableRefusals = (
  cable: CabledEnds,
  moves: readonly Move[],
  { cableOf, cables }: Standing,
  vacated: ReadonlySet<string>,
): Problem[] => {
  const names: ReadonlyMap<string, CableName> = cables;
  const ends = { a: moved(cable.a, moves), b: moved(cable.b, moves) };
  const facts = (ports: readonly Port[]) =>
    ports.map((port) => {
      const other = vacated.has(port.id) ? null : (cableOf.get(port.id) ?? null);
      return factsOf(port, other === cable.id ? null : other, names);
    });
  const problems = cableProblems({ profile: cable.profile, a: facts(ends.a), b: facts(ends.b) });
  return problems.flatMap(({ path, code, message }): Problem[] => {
    const [key, index] = path.split('.');
    const port = key === 'a' || key === 'b' ? ends[key][Number(index)] : undefined;
    const step = index === undefined ? moves[0] : moves.find(({ to }) => to?.port?.id === port?.id);
    if (step === undefined) return [];
    const other = code === 'CABLE_OCCUPIED' ? cables.get(cableOf.get(port?.id ?? '') ?? '') : undefined;
    const details = other && { details: { cable: { id: other.id, number: other.number, label: other.label } } };
    return [{ path: `moves.${step.index}.to`, code, message, ...details }];
  });
};

const isWhole = ({ cable, to }: Move): boolean => cable !== null && (to?.port ?? null) !== null;

/** Works out where the ends of cables go, all at once: a port that one leaves is free for another. */
export const planMoves = (steps: readonly Step[], standing: Standing): readonly Move[] => {
  const begun = steps.map((step) => started(step, standing));
  const vacated = new Set(begun.flatMap((move) => (isWhole(move) ? (move.from?.port?.id ?? []) : [])));
  const twice = [repeats(steps, 'from'), repeats(steps, 'to')];
  const wrong = new Map<number, Problem[]>();
  for (const [cable, moves] of groupBy(begun.filter(isWhole), (move) => move.cable))
    for (const problem of cable === null ? [] : cableRefusals(cable, moves, standing, vacated)) {
      const index = Number(problem.path.split('.')[1]);
      wrong.set(index, [...(wrong.get(index) ?? []), problem]);
    }
  return begun.map((move) => ({
    ...move,
    problems: [
      ...move.problems,
      ...twice.flatMap((found) => found.get(move.index) ?? []),
      ...(wrong.get(move.index) ?? []),
    ],
  }));
};

/** Cables as the moves leave them, one input each. */
export const recabled = (moves: readonly Move[]): readonly Recabled[] =>
  [...groupBy(moves, (move) => move.cable)].flatMap(([cable, own]): Recabled[] => {
    if (cable === null) return [];
    const steps = new Map<string, number>();
    const fields = ENDS.flatMap(({ key, end, field }): [string, InputRow[]][] => {
      const here = own.filter((move) => move.end === end);
      for (const move of here)
        steps.set(`${field}.${cable[key].findIndex(({ id }) => id === move.from?.port?.id)}`, move.index);
      const ports = moved(cable[key], here);
      return here.length === 0 ? [] : [[field, ports.map(({ kind, id }) => ({ [kind]: { id } }))]];
    });
    return [{ cable, input: { id: cable.id, ...Object.fromEntries(fields) }, steps }];
  });
