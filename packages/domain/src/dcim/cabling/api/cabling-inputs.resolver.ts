import { generatedType, scalars } from '@plumbline/engine';
import type { InputRow } from '@plumbline/engine';
import { Field, ID, InputType, Int } from 'type-graphql';

/** Names ports, in order. */
@InputType({ description: 'Ports, in order: by names on devices, or by ids or numbers.' })
export class CablePortsInput {
  @Field(() => [ID], { nullable: true, description: 'The ports of the first device come first.' })
  deviceIds?: string[] | null;

  @Field(() => [Int], { nullable: true })
  deviceNumbers?: number[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Names or ranges of names, such as `srv[01-24]`; each is the name of one device.',
  })
  deviceNames?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Id or slug: only devices of this site.' })
  site?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Such as `interface`, `frontPort` or `powerFeed`; may be left out where a name occurs in one kind of port only.',
  })
  kind?: string | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'Names or ranges of names: `GigabitEthernet1/0/[1-24]`, `xe-0/0/[0-3,8-11]`, `F[01-24]`, `[a-d]`, `F[1-23:2]`.',
  })
  names?: string[] | null;

  @Field(() => [ID], { nullable: true })
  ids?: string[] | null;

  @Field(() => [Int], { nullable: true })
  numbers?: number[] | null;
}

/** Ports of one side of new cables. */
@InputType({ description: 'Ports of one side of new cables.' })
export class CableSideInput extends CablePortsInput {
  @Field(() => Int, {
    nullable: true,
    description: 'Ports that go into one cable; when absent as many as the profile has connectors at this end, else 1.',
  })
  perCable?: number | null;
}

/** Two lists of ports to be joined one by one. */
@InputType({ description: 'Joins the first ports of both sides with a cable, then the second, and so on.' })
export class CableConnectInput {
  @Field(() => CableSideInput)
  a!: CableSideInput;

  @Field(() => CableSideInput)
  b!: CableSideInput;

  @Field(() => generatedType('CableSetInput'), { nullable: true, description: 'What all the cables have.' })
  cable?: InputRow | null;

  @Field(() => String, { nullable: true, description: 'One label for each cable, as a range: `P-[001-048]`.' })
  labels?: string | null;

  @Field(() => String, { nullable: true, description: 'The first label; the last number in it counts up.' })
  firstLabel?: string | null;

  @Field(() => [scalars.Color], { nullable: true, description: 'Colours, taken in turn.' })
  colors?: string[] | null;

  @Field(() => Int, { nullable: true, description: 'Cables of one colour before the next; 1 when absent.' })
  colorEvery?: number | null;
}

/** Ports whose cables go to other ports. */
@InputType({ description: 'The cable in the first port of `from` goes to the first of `to`, and so on.' })
export class CableMoveInput {
  @Field(() => CablePortsInput)
  from!: CablePortsInput;

  @Field(() => CablePortsInput)
  to!: CablePortsInput;
}

/** Names cables that go. */
@InputType({ description: 'Cables by the ports they are in, or by themselves.' })
export class CableDisconnectInput {
  @Field(() => [CablePortsInput], { nullable: true })
  ports?: CablePortsInput[] | null;

  @Field(() => [ID], { nullable: true })
  ids?: string[] | null;

  @Field(() => [Int], { nullable: true })
  numbers?: number[] | null;

  @Field(() => String, { nullable: true, description: 'A label, or a range of labels.' })
  labels?: string | null;
}
