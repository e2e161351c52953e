import { generatedType, type Payload, type PayloadNodes } from '@plumbline/engine';
import type { Problem } from '@plumbline/kit';
import { Arg, Field, ID, Int, ObjectType } from 'type-graphql';

/** A port as a preview shows it. */
@ObjectType({ simpleResolvers: true, description: 'A port that was asked for; without id where there is none.' })
export class CablePlug {
  @Field(() => String, { nullable: true })
  kind!: string | null;

  @Field(() => ID, { nullable: true })
  id!: string | null;

  @Field(() => Int, { nullable: true })
  number!: number | null;

  @Field(() => String)
  name!: string;

  @Field(() => ID, { nullable: true })
  device!: string | null;

  @Field(() => String, { nullable: true, description: 'Of a power feed the name of its panel.' })
  deviceName!: string | null;

  @Field(() => String, { nullable: true, description: 'Of an interface or a port of a panel, such as `1000base-t`.' })
  type!: string | null;

  @Field(() => Boolean, { description: 'Whether the caller may not see the port; its name is `hidden` then.' })
  hidden!: boolean;
}

/** A cable to be made. */
@ObjectType({ simpleResolvers: true })
export class CablePair {
  @Field(() => Int, { description: 'From 0.' })
  index!: number;

  @Field(() => String, { nullable: true })
  label!: string | null;

  @Field(() => String, { nullable: true })
  color!: string | null;

  @Field(() => [CablePlug])
  a!: readonly CablePlug[];

  @Field(() => [CablePlug])
  b!: readonly CablePlug[];

  @Field(() => ID, { nullable: true, description: 'The cable; null in a dry run and where refused.' })
  cable!: string | null;

  @Field(() => [generatedType('UserError')], {
    description: 'What stands in the way; empty when the cable can be made.',
  })
  problems!: readonly Problem[];
}

/** An end of a cable that goes elsewhere. */
@ObjectType({ simpleResolvers: true })
export class CableMoved {
  @Field(() => Int, { description: 'From 0, over all lists of the request.' })
  index!: number;

  @Field(() => ID, { nullable: true })
  cable!: string | null;

  @Field(() => String, { nullable: true })
  label!: string | null;

  @Field(() => String, { nullable: true, description: 'End of the cable, A or B.' })
  end!: string | null;

  @Field(() => CablePlug, { nullable: true })
  from!: CablePlug | null;

  @Field(() => CablePlug, { nullable: true })
  to!: CablePlug | null;

  @Field(() => [generatedType('UserError')], {
    description: 'What stands in the way; empty when the end can go there.',
  })
  problems!: readonly Problem[];
}

/** A cable that is deleted. */
@ObjectType({ simpleResolvers: true })
export class CableGone {
  @Field(() => ID)
  id!: string;

  @Field(() => Int)
  number!: number;

  @Field(() => String, { nullable: true })
  label!: string | null;

  @Field(() => String, { nullable: true })
  type!: string | null;

  @Field(() => String, { nullable: true })
  color!: string | null;

  @Field(() => [CablePlug])
  a!: readonly CablePlug[];

  @Field(() => [CablePlug])
  b!: readonly CablePlug[];
}

/** What all writes of cabling answer. */
@ObjectType({ simpleResolvers: true })
abstract class CablingPayload implements Pick<Payload, 'changeSetId' | 'changes' | 'dryRun' | 'userErrors'> {
  @Field(() => ID, { nullable: true, description: 'Null when nothing was written.' })
  changeSetId!: string | null;

  @Field(() => [generatedType('UserError')], { description: 'Everything that stood in the way, at once.' })
  userErrors!: readonly object[];

  @Field(() => Boolean)
  dryRun!: boolean;

  @Field(() => [generatedType('Change')])
  changes!: Payload['changes'];
}
// the executor calls `changes` of the answer with its argument, as for generated payloads
Arg('first', () => Int, { nullable: true, description: '100 when absent.' })(CablingPayload.prototype, 'changes', 0);

const NODES = 'A cable for each of the list above, in its order; null where it was refused.';

/** Answer of joining ports. */
@ObjectType({ simpleResolvers: true })
export class CableConnectPayload extends CablingPayload {
  @Field(() => [CablePair], { description: 'Every pair, in order, whether it can be joined or not.' })
  pairs!: readonly CablePair[];

  @Field(() => [generatedType('Cable')], { nullable: 'items', description: NODES })
  nodes!: PayloadNodes;
}

/** Answer of moving ends. */
@ObjectType({ simpleResolvers: true })
export class CableMovePayload extends CablingPayload {
  @Field(() => [CableMoved], { description: 'Every move, in order, whether it can be made or not.' })
  moves!: readonly CableMoved[];

  @Field(() => [generatedType('Cable')], { nullable: 'items', description: NODES })
  nodes!: PayloadNodes;
}

/** Answer of taking cables out. */
@ObjectType({ simpleResolvers: true })
export class CableDisconnectPayload extends CablingPayload {
  @Field(() => [CableGone], { description: 'Cables that go.' })
  cables!: readonly CableGone[];

  @Field(() => [CablePlug], { description: 'Named ports that have no cable.' })
  free!: readonly CablePlug[];
}
