import {
  Arg,
  Ctx,
  Field,
  Float,
  generatedType,
  ID,
  Info,
  Int,
  InvalidInput,
  Mutation,
  NotFound,
  ObjectType,
  payloadOf,
  Query,
  Resolver,
  runOptions,
  type GraphQLResolveInfo,
  type Payload,
  type PayloadNodes,
  type PluginContext,
  type Work,
} from '@plumbline/plugin';

/** What the batteries of a site can carry. */
@ObjectType({ simpleResolvers: true })
export class BatteryReserve {
  @Field(() => Int, { description: 'Capacity of the active batteries. Unit: Wh.' })
  capacityWh!: number;

  @Field(() => Float, { description: 'How long they carry the load. Unit: min.' })
  minutes!: number;
}

const CAPACITY = 'query ($id: ID!) { site(id: $id) { batteryCapacityWh } }';

const positive = (path: string, value: number): void => {
  if (!(value > 0)) throw new InvalidInput([{ path, code: 'BAD_USER_INPUT', message: 'Give a number above 0.' }]);
};

/** Puts a battery in the place of another, which is spent from now on; gives the id of the new one. */
const swap = async (work: Work, id: string, name: string, capacityWh: number): Promise<readonly (string | null)[]> => {
  const [old] = await work.read.rows('example.Battery', { where: { id: [id] }, fields: ['site'] });
  if (!old) {
    work.refuse('battery', 'NOT_FOUND', 'There is no such battery.');
    return [];
  }
  await work.update('example.Battery', [{ id, status: 'spent' }]);
  return work.create('example.Battery', [{ site: { id: String(old['site']) }, name, capacityWh }]);
};

/** A question and a verb of the plugin's own, beside those that its entity has. */
@Resolver()
export class BatteryResolver {
  @Query(() => BatteryReserve, { description: 'How long the batteries of a site carry a load.' })
  async batteryReserve(
    @Arg('site', () => ID) site: string,
    @Arg('loadW', () => Int, { description: 'Unit: W.' }) loadW: number,
    @Ctx() { query }: PluginContext,
  ): Promise<BatteryReserve> {
    positive('loadW', loadW);
    const found = (await query(CAPACITY, { id: site })) as { site: { batteryCapacityWh: string } | null };
    if (!found.site) throw new NotFound('There is no such site.');
    const capacityWh = Number(found.site.batteryCapacityWh);
    return { capacityWh, minutes: (capacityWh / loadW) * 60 };
  }

  @Mutation(() => generatedType('BatteryPayload'), {
    description: 'Puts a new battery in the place of one that is spent; both or neither.',
  })
  async batterySwap(
    @Arg('battery', () => ID) battery: string,
    @Arg('name', () => String) name: string,
    @Arg('capacityWh', () => Int) capacityWh: number,
    @Arg('options', () => generatedType('WriteOptions'), { nullable: true }) options: object | null,
    @Ctx() { actor, reader, writer }: PluginContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Payload> {
    const outcome = await writer.run<readonly (string | null)[], PayloadNodes>(
      actor,
      { ...runOptions({ battery, name, capacityWh, options }, info.fieldName), mode: 'ATOMIC' },
      (work) => swap(work, battery, name, capacityWh),
      (_work, db, ids) => reader.payload(db.client, actor, 'example.Battery', ids, info),
    );
    return payloadOf(outcome);
  }
}
