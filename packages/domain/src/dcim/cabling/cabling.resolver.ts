import { generatedType, payloadOf, runOptions, type ApiContext, type Reader, type Writer } from '@plumbline/engine';
import type { Problem } from '@plumbline/kit';
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Mutation, Resolver } from 'type-graphql';
import {
  CableConnectPayload,
  CableDisconnectPayload,
  CableMovePayload,
  type CableGone,
  type CableMoved,
  type CablePair,
  type CablePlug,
} from './api/cabling-answers.resolver.ts';
import { CableConnectInput, CableDisconnectInput, CableMoveInput } from './api/cabling-inputs.resolver.ts';
import { connect, move, takeOut, type Cabled, type CablingRequest } from './cabling.service.ts';
import type { ConnectPlan } from './connect.commands.ts';
import type { DisconnectPlan } from './disconnect.commands.ts';
import type { MovePlan } from './move.commands.ts';
import type { Move } from './moves.ts';
import type { Pair } from './pairs.ts';
import type { CabledEnds, Port, Slot } from './port.ts';

interface CablingContext extends ApiContext {
  readonly writer: Writer;
  readonly reader: Reader;
}

const requestOf = (
  { actor, writer, reader }: CablingContext,
  args: Readonly<Record<string, unknown>>,
  info: GraphQLResolveInfo,
): CablingRequest => ({
  actor,
  writer,
  options: runOptions(args, info.fieldName),
  nodes: (db, ids) => reader.payload(db.client, actor, 'dcim.Cable', ids, info),
});

const NO_PORT = { kind: null, id: null, number: null, device: null, deviceName: null, type: null };

const plugOf = ({ kind, id, number, name, device, deviceName, type, isHidden }: Port): CablePlug =>
  isHidden ? { ...NO_PORT, name, hidden: true } : { kind, id, number, name, device, deviceName, type, hidden: false };

const shownSlot = ({ port, name, deviceName }: Slot): CablePlug =>
  port ? plugOf(port) : { ...NO_PORT, name, deviceName, hidden: false };

/** Refusals of one part: its own and those of what is below it. */
const below = (errors: readonly Problem[], path: string): readonly Problem[] =>
  errors.filter((error) => error.path === path || error.path.startsWith(`${path}.`));

const answered = ({ outcome }: Cabled<unknown>) => {
  const { nodes, changes, ...rest } = payloadOf(outcome);
  return { ...rest, nodes, changes };
};

const shownPair = (pair: Pair, { ids, outcome }: Cabled<ConnectPlan>): CablePair => ({
  ...pair,
  a: pair.a.map(shownSlot),
  b: pair.b.map(shownSlot),
  cable: outcome.dryRun ? null : (ids[pair.index] ?? null),
  problems: below(outcome.errors, `pairs.${pair.index}`),
});

const shownMove = ({ index, cable, end, from, to }: Move, { outcome }: Cabled<MovePlan>): CableMoved => ({
  index,
  end,
  cable: cable?.id ?? null,
  label: cable?.label ?? null,
  from: from && shownSlot(from),
  to: to && shownSlot(to),
  problems: below(outcome.errors, `moves.${index}`),
});

const shownCable = ({ id, number, label, type, color, a, b }: CabledEnds): CableGone => ({
  id,
  number,
  label,
  type,
  color,
  a: a.map(plugOf),
  b: b.map(plugOf),
});

const shownGone = (done: Cabled<DisconnectPlan>) => ({
  cables: done.plan.cables.map(shownCable),
  free: done.plan.free.map(plugOf),
});

/** Cables many ports at once. */
@Resolver()
export class CablingResolver {
  @Mutation(() => CableConnectPayload, {
    description:
      'Joins ports pair by pair with new cables, all of them or none; with mode PER_ROW those that can be joined.',
  })
  async cableConnect(
    @Arg('input', () => CableConnectInput) input: CableConnectInput,
    @Arg('options', () => generatedType('WriteOptions'), { nullable: true }) options: object | null,
    @Ctx() context: CablingContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CableConnectPayload> {
    const done = await connect(requestOf(context, { input, options }, info), input);
    return { ...answered(done), pairs: done.plan.pairs.map((pair) => shownPair(pair, done)) };
  }

  @Mutation(() => CableMovePayload, {
    description:
      'Plugs the cables that are in some ports into others, as one change: label, history and the other end stay, and two cables may swap ports.',
  })
  async cableMove(
    @Arg('moves', () => [CableMoveInput]) moves: CableMoveInput[],
    @Arg('options', () => generatedType('WriteOptions'), { nullable: true }) options: object | null,
    @Ctx() context: CablingContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CableMovePayload> {
    const done = await move(requestOf(context, { moves, options }, info), moves);
    return { ...answered(done), moves: done.plan.moves.map((one) => shownMove(one, done)) };
  }

  @Mutation(() => CableDisconnectPayload, {
    description: 'Deletes the cables that are in some ports, or those named; a dry run lists them.',
  })
  async cableDisconnect(
    @Arg('input', () => CableDisconnectInput) input: CableDisconnectInput,
    @Arg('options', () => generatedType('WriteOptions'), { nullable: true }) options: object | null,
    @Ctx() context: CablingContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CableDisconnectPayload> {
    const request = { ...requestOf(context, { input, options }, info), nodes: async () => () => [] };
    const done = await takeOut(request, input);
    return { ...answered(done), ...shownGone(done) };
  }
}
