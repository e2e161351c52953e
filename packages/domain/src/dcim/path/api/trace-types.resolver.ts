import { generatedType, readTypeName, scalars, type RowRef } from '@plumbline/engine';
import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { PATH_END } from './ends.ts';

/** Names any object. */
@InputType({ description: 'Names an object of any type by exactly one of id, number and name.' })
export class ObjectRef {
  @Field(() => String, { description: 'Such as `Interface` or `dcim.Interface`.' })
  type!: string;

  @Field(() => ID, { nullable: true })
  id?: string | null;

  @Field(() => Int, { nullable: true })
  number?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Name; label of a cable, SSID of a radio link, id of a circuit.',
  })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Name of the device of a port, beside its name.' })
  deviceName?: string | null;
}

/** What leads from one side of a hop to the other, as an enum of the API. */
export const TraceLinkKinds = {
  CABLE: 'CABLE',
  WIRELESS_LINK: 'WIRELESS_LINK',
  CIRCUIT: 'CIRCUIT',
  VIRTUAL_CIRCUIT: 'VIRTUAL_CIRCUIT',
  MAPPING: 'MAPPING',
  POWER: 'POWER',
} as const;
registerEnumType(TraceLinkKinds, {
  name: 'TraceLinkKind',
  description:
    'MAPPING leads through a panel, POWER from an outlet to its inlet or from a feed to its panel; no object stands for these.',
});

/** Name of one of these kinds. */
export type TraceLinkKind = keyof typeof TraceLinkKinds;

const TraceLinkObject = createUnionType({
  name: 'TraceLinkObject',
  types: () => ['Cable', 'Circuit', 'VirtualCircuit', 'WirelessLink'].map(generatedType) as never,
  resolveType: readTypeName as never,
}) as object;

/** An end on a path. */
@ObjectType({
  simpleResolvers: true,
  description: 'An end on a path; of what you may not see, only that something is there: the path ends with it.',
})
export class TraceEnd {
  @Field(() => Boolean, { description: 'You may not see it; everything else is null.' })
  hidden!: boolean;

  @Field(() => String, { nullable: true, description: 'Such as `dcim.Interface`.' })
  type!: string | null;

  @Field(() => ID, { nullable: true })
  id!: string | null;

  @Field(() => generatedType(PATH_END), { nullable: true })
  object!: RowRef | null;
}

/** A link of a hop. */
@ObjectType({ simpleResolvers: true, description: 'What leads from one side of a hop to the other.' })
export class TraceLink {
  @Field(() => TraceLinkKinds)
  kind!: TraceLinkKind;

  @Field(() => Boolean, { description: 'You may not see it; everything below is null.' })
  hidden!: boolean;

  @Field(() => String, { nullable: true, description: 'Such as `dcim.Cable`; null inside panels and power strips.' })
  type!: string | null;

  @Field(() => ID, { nullable: true })
  id!: string | null;

  @Field(() => String, { nullable: true, description: 'Label of a cable, SSID of a radio link, id of a circuit.' })
  label!: string | null;

  @Field(() => String, { nullable: true })
  status!: string | null;

  @Field(() => scalars.Color, { nullable: true, description: 'Of the jacket of a cable.' })
  color!: string | null;

  @Field(() => scalars.Decimal, { nullable: true, description: 'Length of a cable or radio link, as it was given.' })
  length!: string | null;

  @Field(() => String, { nullable: true })
  lengthUnit!: string | null;

  @Field(() => scalars.Decimal, { nullable: true, description: 'In metres.' })
  lengthM!: string | null;

  @Field(() => TraceLinkObject, { nullable: true })
  object!: RowRef | null;
}

/** One step of a path. */
@ObjectType({ simpleResolvers: true, description: 'One step of a path.' })
export class TraceHop {
  @Field(() => [TraceEnd])
  near!: readonly TraceEnd[];

  @Field(() => [TraceLink], { description: 'Usually one; more where ports that go together have a cable each.' })
  links!: readonly TraceLink[];

  @Field(() => [TraceEnd])
  far!: readonly TraceEnd[];
}

/** A path as it is shown. */
@ObjectType({ simpleResolvers: true, description: 'Where the link of a port leads, step by step.' })
export class Trace {
  @Field(() => TraceEnd)
  origin!: TraceEnd;

  @Field(() => [TraceHop], { description: 'In order; from a power inlet on past the first outlet, up to the panel.' })
  hops!: readonly TraceHop[];

  @Field(() => [TraceEnd], { description: 'What the origin is connected to; empty while the path is incomplete.' })
  destinations!: readonly TraceEnd[];

  @Field(() => Boolean, { description: 'It reaches ports that are no mere passage, or a provider network.' })
  isComplete!: boolean;

  @Field(() => Boolean, { description: 'Every link up to the destinations is connected.' })
  isActive!: boolean;

  @Field(() => Boolean, { description: 'It can not be told where it goes on.' })
  isSplit!: boolean;

  @Field(() => [TraceEnd], { description: 'Ports at which it splits.' })
  splitAt!: readonly TraceEnd[];

  @Field(() => scalars.Decimal, { description: 'Metres of all cables and radio links whose length is known.' })
  length!: string;

  @Field(() => Int, { description: 'Cables and radio links without a length, or hidden.' })
  unknownLengths!: number;
}

/** Paths that cross an object. */
@ObjectType({ simpleResolvers: true, description: 'Paths that cross an object, each once.' })
export class PathList {
  @Field(() => Int)
  total!: number;

  @Field(() => [Trace], { description: 'As many as were asked for.' })
  nodes!: readonly Trace[];
}

/** A device with ends that are affected. */
@ObjectType({ simpleResolvers: true, description: 'A device, and how many of its ports are affected.' })
export class AffectedDevice {
  @Field(() => generatedType('Device'))
  device!: RowRef;

  @Field(() => Int)
  ends!: number;
}

/** What hangs on an object. */
@ObjectType({ simpleResolvers: true, description: 'Ports whose path crosses an object.' })
export class AffectedEnds {
  @Field(() => Int, { description: 'How many there are that you may see.' })
  total!: number;

  @Field(() => Int, { deprecationReason: 'What you may not see is not counted: always 0.' })
  hidden!: number;

  @Field(() => [TraceEnd], { description: 'Those you may see, as many as were asked for.' })
  ends!: readonly TraceEnd[];

  @Field(() => [AffectedDevice], { description: 'Devices of all that you may see, most ports first.' })
  devices!: readonly AffectedDevice[];
}
