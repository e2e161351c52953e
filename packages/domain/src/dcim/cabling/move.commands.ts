import type { Work } from '@plumbline/engine';
import type { Problem } from '@plumbline/kit';
import { distinct } from '../../lookup.queries.ts';
import { portLock } from '../cable/port-lock.ts';
import { cablesOfPorts, cablesWithEnds } from './cable-ends.queries.ts';
import { notYours, type Strangers } from './connect-rights.queries.ts';
import { planMoves, recabled, type Move, type Recabled, type Step } from './moves.ts';
import { readPortList, type PortsAsked } from './port-list.ts';
import { findPorts, type FoundList } from './ports.queries.ts';

/** Ports whose cables go to other ports, the first to the first. */
export interface MoveAsked {
  readonly from: PortsAsked;
  readonly to: PortsAsked;
}

/** What a request comes to: the moves, and what is wrong beside them. */
export interface MovePlan {
  readonly moves: readonly Move[];
  readonly problems: readonly Problem[];
}

const stepsOf = (found: readonly FoundList[]): Step[] => {
  const steps: Step[] = [];
  for (let at = 0; at < found.length; at += 2) {
    const [from, to] = [found[at]?.slots ?? [], found[at + 1]?.slots ?? []];
    for (let place = 0; place < Math.max(from.length, to.length); place++)
      steps.push({ index: steps.length, from: from[place] ?? null, to: to[place] ?? null });
  }
  return steps;
};

/** Looks up the ports, keeps others from cabling them, and works out where the ends go. */
export const planMove = async (work: Work, asked: readonly MoveAsked[]): Promise<MovePlan> => {
  const lists = asked.flatMap(({ from, to }, at) => [
    readPortList(from, `moves.${at}.from`),
    readPortList(to, `moves.${at}.to`),
  ]);
  const found = await findPorts(work, lists);
  const steps = stepsOf(found);
  const ports = steps.flatMap(({ from, to }) => [from?.port ?? [], to?.port ?? []].flat());
  await work.lock(ports.map(({ id }) => portLock(id)));
  const cableOf = await cablesOfPorts(work, ports);
  const cables = await cablesWithEnds(work, distinct(cableOf.values()));
  return { moves: planMoves(steps, { cableOf, cables }), problems: found.flatMap(({ problems }) => problems) };
};

/** The plan with refusals of ports that are not the caller's to cable, at their moves. */
export const withoutOthers = ({ moves, problems }: MovePlan, strangers: Strangers): MovePlan => ({
  problems,
  moves: moves.map((move) => {
    const foreign = (['from', 'to'] as const).flatMap((side) => {
      const port = move[side]?.port;
      return port && strangers.has(port.id) ? [notYours(port, `moves.${move.index}.${side}`)] : [];
    });
    return foreign.length === 0 ? move : { ...move, problems: [...move.problems, ...foreign] };
  }),
});

/** Plugs the ends of cables into other ports, each cable with all its moves at once. */
export const moveEnds = async (work: Work, moves: readonly Move[]): Promise<readonly Recabled[]> => {
  const cables = recabled(moves.filter(({ problems }) => problems.length === 0));
  if (cables.length > 0)
    await work.update(
      'dcim.Cable',
      cables.map(({ input }) => input),
      { path: (at) => `cables.${at}` },
    );
  return cables;
};

const PLACE = /^cables\.(\d+)(?:\.([ab]Terminations\.\d+))?/;

/** Refusals of changed cables at the moves they stem from. */
export const atMoves = (problems: readonly Problem[], cables: readonly Recabled[]): readonly Problem[] =>
  problems.map((problem) => {
    const [, at, place] = PLACE.exec(problem.path) ?? [];
    const steps = at === undefined ? undefined : cables[Number(at)]?.steps;
    if (!steps) return problem;
    const [first] = steps.values();
    return { ...problem, path: `moves.${steps.get(place ?? '') ?? first}.to` };
  });
