import {
  permitting,
  type Actor,
  type Outcome,
  type PayloadNodes,
  type Respond,
  type RunOptions,
  type SavedIds,
  type Work,
  type Writer,
} from '@plumbline/engine';
import type { Problem } from '@plumbline/kit';
import {
  atRequest,
  connectPairs,
  planConnect,
  withoutStrangers,
  type ConnectAsked,
  type ConnectPlan,
} from './connect.commands.ts';
import { strangersAmong, type CableAction, type Strangers } from './connect-rights.queries.ts';
import {
  disconnect,
  planDisconnect,
  withoutForeign,
  type DisconnectAsked,
  type DisconnectPlan,
} from './disconnect.commands.ts';
import { atMoves, moveEnds, planMove, withoutOthers, type MoveAsked, type MovePlan } from './move.commands.ts';
import type { Recabled } from './moves.ts';
import type { Port } from './port.ts';

/** A request of an actor, and how its answer is read before the commit. */
export interface CablingRequest {
  readonly writer: Writer;
  readonly actor: Actor;
  readonly options: RunOptions;
  /** Reads the cables of the answer by their ids. */
  readonly nodes: (db: Parameters<Respond<unknown, unknown>>[1], ids: SavedIds) => Promise<PayloadNodes>;
}

/** A plan and what came of it; `ids` are the cables in the order of the plan. */
export interface Cabled<P> {
  readonly plan: P;
  readonly ids: SavedIds;
  readonly outcome: Outcome<unknown, PayloadNodes>;
}

interface Done<P> {
  readonly plan: P;
  readonly ids: SavedIds;
}

interface Steps<P> {
  readonly empty: P;
  readonly plan: (work: Work) => Promise<P>;
  readonly action: CableAction;
  /** Ports that a plan plugs or unplugs. */
  readonly ports: (plan: P) => readonly Port[];
  /** The plan with what is wrong where it takes ports that are not the caller's to cable. */
  readonly without: (plan: P, strangers: Strangers) => P;
  readonly problems: (plan: P) => { readonly whole: readonly Problem[]; readonly each: readonly Problem[] };
  readonly write: (work: Work, plan: P) => Promise<SavedIds>;
  /** Puts refusals of the pipeline at the places of the request. */
  readonly placed: (problems: readonly Problem[]) => readonly Problem[];
}

const refuseAll = (work: Work, problems: readonly Problem[]): void => {
  for (const { path, code, message, details } of problems) work.refuse(path, code, message, details);
};

/**
 * Plans and writes in one transaction.
 *
 * ATOMIC refuses the whole for one refused part. PER_ROW leaves refused parts out; their problems are told all the same.
 */
const perform = async <P>({ writer, actor, options, nodes }: CablingRequest, steps: Steps<P>): Promise<Cabled<P>> => {
  let planned = steps.empty;
  const isAtomic = options.mode !== 'PER_ROW';
  const body = async (work: Work): Promise<Done<P>> => {
    const plan = await steps.plan(work);
    const strangers = await strangersAmong(work, steps.ports(plan), steps.action);
    planned = strangers === null ? plan : steps.without(plan, strangers);
    const { whole, each } = steps.problems(planned);
    refuseAll(work, isAtomic ? [...whole, ...each] : whole);
    const write = () => steps.write(work, planned);
    if (whole.length > 0) return { plan: planned, ids: [] };
    return { plan: planned, ids: await (strangers === null ? write() : permitting(work, ['dcim.Cable'], write)) };
  };
  const outcome = await writer.run<Done<P>, PayloadNodes>(actor, options, body, (_work, db, { ids }) => nodes(db, ids));
  const { plan, ids } = outcome.result ?? { plan: planned, ids: [] };
  const left = isAtomic ? [] : steps.problems(plan).each;
  return { plan, ids, outcome: { ...outcome, errors: [...left, ...steps.placed(outcome.errors)] } };
};

const NO_CONNECT: ConnectPlan = { pairs: [], problems: [] };
const NO_MOVES: MovePlan = { moves: [], problems: [] };
const NO_DISCONNECT: DisconnectPlan = { cables: [], free: [], problems: [] };

/** Joins ports pair by pair. */
export const connect = (request: CablingRequest, asked: ConnectAsked): Promise<Cabled<ConnectPlan>> =>
  perform(request, {
    empty: NO_CONNECT,
    plan: (work) => planConnect(work, asked),
    action: 'add',
    ports: ({ pairs }) => pairs.flatMap(({ a, b }) => [...a, ...b].flatMap(({ port }) => port ?? [])),
    without: withoutStrangers,
    problems: ({ pairs, problems }) => ({ whole: problems, each: pairs.flatMap((pair) => pair.problems) }),
    write: (work, { pairs }) => connectPairs(work, pairs, asked.cable),
    placed: (problems) => atRequest(problems, asked.cable),
  });

/** Plugs cables into other ports. */
export const move = (request: CablingRequest, asked: readonly MoveAsked[]): Promise<Cabled<MovePlan>> => {
  let cables: readonly Recabled[] = [];
  return perform(request, {
    empty: NO_MOVES,
    plan: (work) => planMove(work, asked),
    action: 'change',
    ports: ({ moves }) => moves.flatMap(({ from, to }) => [from, to].flatMap((slot) => slot?.port ?? [])),
    without: withoutOthers,
    problems: ({ moves, problems }) => ({ whole: problems, each: moves.flatMap((one) => one.problems) }),
    write: async (work, { moves }) => {
      cables = await moveEnds(work, moves);
      return moves.map(({ cable, problems }) => (problems.length === 0 ? (cable?.id ?? null) : null));
    },
    placed: (problems) => atMoves(problems, cables),
  });
};

/** Deletes cables by the ports they are in, or by themselves. */
export const takeOut = (request: CablingRequest, asked: DisconnectAsked): Promise<Cabled<DisconnectPlan>> =>
  perform(request, {
    empty: NO_DISCONNECT,
    plan: (work) => planDisconnect(work, asked),
    action: 'delete',
    ports: ({ cables }) => cables.flatMap(({ a, b }) => [...a, ...b]),
    without: withoutForeign,
    problems: ({ problems }) => ({ whole: problems, each: [] }),
    write: async (work, { cables }) => {
      await disconnect(work, cables);
      return [];
    },
    placed: (problems) => problems.map((one) => ({ ...one, path: one.path.replace(/^ids\./, 'cables.') })),
  });
