import { generatedType, type ApiContext, type GraphSession, type Reader, type RowRef } from '@plumbline/engine';
import { InvalidInput } from '@plumbline/kit';
import type { GraphQLResolveInfo } from 'graphql';
import type { Pool } from 'pg';
import { Arg, Ctx, Field, ID, Info, InputType, Int, ObjectType, Query, registerEnumType, Resolver } from 'type-graphql';
import { findingText } from './finding-text.ts';
import { FINDING_KINDS, powerFindings, type Finding, type FindingKind } from './power-findings.queries.ts';

/** What is wrong, as an enum of the API. */
export const PowerFindingKinds = {
  SHARED_SOURCE: 'SHARED_SOURCE',
  UNFED_INLET: 'UNFED_INLET',
  OVERLOADED_FEED: 'OVERLOADED_FEED',
  OVERLOADED_LEG: 'OVERLOADED_LEG',
} as const;
registerEnumType(PowerFindingKinds, {
  name: 'PowerFindingKind',
  description:
    'SHARED_SOURCE: a device whose fed inlets, two or more, all end on one feed or panel. UNFED_INLET: a device with inlets whose chain ends on no feed. OVERLOADED_FEED, OVERLOADED_LEG: more is drawn than is available.',
});

/** What may fail at once, as an enum of the API. */
export const PowerSourceLevels = { FEED: 'FEED', PANEL: 'PANEL' } as const;
registerEnumType(PowerSourceLevels, {
  name: 'PowerSourceLevel',
  description: 'What may fail at once: a feed, or a panel with all its feeds.',
});

/** Draws, as an enum of the API. */
export const PowerDraws = { ALLOCATED: 'ALLOCATED', MAXIMUM: 'MAXIMUM' } as const;
registerEnumType(PowerDraws, { name: 'PowerDraw' });

/** Where findings are looked for, and which. */
@InputType({ description: 'Where findings are looked for, and which; what is left out does not narrow them.' })
export class PowerRedundancyFilter {
  @Field(() => [ID], { nullable: true, description: 'Sites of devices and of the panels of feeds.' })
  sites?: readonly string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      'Locations with all below them: of devices, of the racks of feeds, of the panels of feeds without rack.',
  })
  locations?: readonly string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Racks of devices and of feeds.' })
  racks?: readonly string[] | null;

  @Field(() => generatedType('DeviceFilter'), { nullable: true, description: 'Devices that are looked at.' })
  device?: object | null;

  @Field(() => generatedType('PowerFeedFilter'), { nullable: true, description: 'Feeds whose load is looked at.' })
  feed?: object | null;

  @Field(() => [PowerFindingKinds], { nullable: true })
  kinds?: readonly FindingKind[] | null;

  @Field(() => PowerSourceLevels, { defaultValue: 'FEED', description: 'What counts as one source.' })
  level!: 'FEED' | 'PANEL';

  @Field(() => PowerDraws, { defaultValue: 'ALLOCATED', description: 'Draw that is held against feeds and legs.' })
  draw!: 'ALLOCATED' | 'MAXIMUM';
}

/** One thing wrong with the power of a device or feed. */
@ObjectType({ simpleResolvers: true, description: 'Something wrong with the power of a device or feed.' })
export class PowerFinding {
  @Field(() => PowerFindingKinds)
  kind!: FindingKind;

  @Field(() => String, { description: 'A sentence for people.' })
  message!: string;

  @Field(() => generatedType('Device'), { nullable: true })
  device!: RowRef | null;

  @Field(() => [generatedType('PowerPort')], { description: 'Inlets of the device that it is about.' })
  inlets!: readonly RowRef[];

  @Field(() => generatedType('PowerFeed'), { nullable: true, description: 'Feed that is shared or overloaded.' })
  feed!: RowRef | null;

  @Field(() => generatedType('PowerPanel'), { nullable: true, description: 'Panel of the feeds that are shared.' })
  panel!: RowRef | null;

  @Field(() => generatedType('Rack'), { nullable: true, description: 'Where the device or feed is.' })
  rack!: RowRef | null;

  @Field(() => String, { nullable: true, description: 'A, B or C, of an overloaded leg.' })
  leg!: string | null;

  @Field(() => Int, { nullable: true, description: 'W that hang on the feed or leg.' })
  draw!: number | null;

  @Field(() => Int, { nullable: true, description: 'W that the feed or leg has.' })
  available!: number | null;
}

/** A page of findings. */
@ObjectType({ simpleResolvers: true, description: 'Findings, devices on one source first, then by name.' })
export class PowerFindingPage {
  @Field(() => Int, { description: 'Findings on all pages.' })
  totalCount!: number;

  @Field(() => [PowerFinding])
  nodes!: readonly PowerFinding[];
}

interface PowerApiContext extends ApiContext {
  readonly reader: Reader;
  /** Connections of reads, pipelined. */
  readonly reads: Pool;
}

const MOST = 500;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const refuse = (path: string, message: string): never => {
  throw new InvalidInput([{ path, code: 'BAD_USER_INPUT', message }]);
};

const idsOf = (
  filter: PowerRedundancyFilter | null | undefined,
  field: 'sites' | 'locations' | 'racks',
): readonly string[] | null => {
  const ids = filter?.[field] ?? null;
  const odd = ids?.find((id) => !UUID.test(id));
  return odd === undefined ? ids : refuse(`filter.${field}`, `"${odd}" is no id.`);
};

const ref = (type: string, id: string | null): RowRef | null => (id === null ? null : { type, id });

const shown = ({ device, inlets, feed, panel, rack, ...finding }: Finding, level: 'FEED' | 'PANEL'): PowerFinding => ({
  ...finding,
  message: findingText({ ...finding, inlets, feed }, level),
  device: ref('dcim.Device', device),
  inlets: inlets.map((id) => ({ type: 'dcim.PowerPort', id })),
  feed: ref('dcim.PowerFeed', feed),
  panel: ref('dcim.PowerPanel', panel),
  rack: ref('dcim.Rack', rack),
});

/** A variable that was not given must not widen what is looked at. @throws InvalidInput for null */
const refuseNulls = (filter: PowerRedundancyFilter | null | undefined): void => {
  if (filter === null) refuse('filter', 'filter must not be null; leave it out.');
  const [name] = Object.entries(filter ?? {}).find(([, value]) => value === null) ?? [];
  if (name !== undefined) refuse(`filter.${name}`, `${name} must not be null; leave it out.`);
};

const pageOf = async (
  session: GraphSession,
  filter: PowerRedundancyFilter | null | undefined,
  page: { readonly first: number; readonly offset: number },
): Promise<PowerFindingPage> => {
  const level = filter?.level ?? 'FEED';
  const { total, findings } = await powerFindings(session, {
    ...page,
    level,
    draw: filter?.draw ?? 'ALLOCATED',
    kinds: filter?.kinds ?? FINDING_KINDS,
    sites: idsOf(filter, 'sites'),
    locations: idsOf(filter, 'locations'),
    racks: idsOf(filter, 'racks'),
    device: filter?.device,
    feed: filter?.feed,
  });
  return { totalCount: total, nodes: findings.map((finding) => shown(finding, level)) };
};

/** Looks for what is wrong with power. */
@Resolver()
export class PowerRedundancyResolver {
  @Query(() => PowerFindingPage, {
    description:
      'Devices whose inlets all end on one feed or panel, inlets that end on none, and feeds and legs that draw more than they have. Chains are followed through whatever lies between; what you may not see is not shown.',
  })
  async powerRedundancy(
    @Arg('filter', () => PowerRedundancyFilter, { nullable: true }) filter: PowerRedundancyFilter | null | undefined,
    @Arg('first', () => Int, { defaultValue: 50, description: `Page size, 1 to ${MOST}.` }) first: number,
    @Arg('offset', () => Int, { defaultValue: 0 }) offset: number,
    @Ctx() { reader, reads, ...caller }: PowerApiContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<PowerFindingPage> {
    refuseNulls(filter);
    if (first < 1 || first > MOST || offset < 0) refuse('first', `A page has 1 to ${MOST} findings.`);
    const page = await reader.found(info, caller, reads, (session) => pageOf(session, filter, { first, offset }));
    return page as PowerFindingPage; // rows stand where references stood
  }
}
