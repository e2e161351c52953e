import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';

/** Names a device. */
@InputType({ description: 'Names a device by exactly one of these.' })
export class DevicePick {
  @Field(() => ID, { nullable: true })
  id?: string | null;

  @Field(() => Int, { nullable: true })
  number?: number | null;

  @Field(() => String, { nullable: true, description: 'Must be the name of one device only.' })
  name?: string | null;
}

/** Names a virtual machine. */
@InputType({ description: 'Names a virtual machine by exactly one of these.' })
export class VirtualMachinePick {
  @Field(() => ID, { nullable: true })
  id?: string | null;

  @Field(() => Int, { nullable: true })
  number?: number | null;

  @Field(() => String, { nullable: true, description: 'Must be the name of one virtual machine only.' })
  name?: string | null;
}

/** Names a config template. */
@InputType({ description: 'Names a config template by exactly one of these.' })
export class TemplatePick {
  @Field(() => ID, { nullable: true })
  id?: string | null;

  @Field(() => Int, { nullable: true })
  number?: number | null;

  @Field(() => String, { nullable: true, description: 'Must be the name of one template only.' })
  name?: string | null;
}

/** Why a render failed. */
@ObjectType({ simpleResolvers: true, description: 'Why a render failed.' })
export class ConfigRenderError {
  @Field(() => String, { description: 'Class of the failure, such as `UndefinedError` or `LimitExceeded`.' })
  kind!: string;

  @Field(() => String)
  message!: string;

  @Field(() => String, { nullable: true, description: 'Name of the template the line belongs to.' })
  template!: string | null;

  @Field(() => Int, { nullable: true, description: 'Counted from 1.' })
  line!: number | null;

  @Field(() => String, { nullable: true, description: 'The line of the source.' })
  snippet!: string | null;
}

/** What a render took. */
@ObjectType({ simpleResolvers: true, description: 'What a render took.' })
export class ConfigRenderStats {
  @Field(() => Float, { description: 'Milliseconds from handing the template over to its text.' })
  ms!: number;

  @Field(() => Int, { description: 'Steps of the template language.' })
  steps!: number;

  @Field(() => Int, { description: 'Questions the template asked of the inventory.' })
  hostCalls!: number;

  @Field(() => Int, { description: 'Rows the answers held.' })
  rows!: number;
}

/** The device or virtual machine a configuration is for. */
@ObjectType({ simpleResolvers: true, description: 'The device or virtual machine a configuration is for.' })
export class RenderedObject {
  @Field(() => ID)
  id!: string;

  @Field(() => Int)
  number!: number;

  @Field(() => String)
  name!: string;
}

/** The template a configuration comes from. */
@ObjectType({ simpleResolvers: true })
export class RenderedTemplate {
  @Field(() => ID, { nullable: true, description: 'Null for a source that is not stored.' })
  id!: string | null;

  @Field(() => String)
  name!: string;

  @Field(() => String, { nullable: true })
  mimeType!: string | null;

  @Field(() => String, { nullable: true })
  fileName!: string | null;

  @Field(() => String, { nullable: true })
  fileExtension!: string | null;
}

/** A rendered configuration, or why there is none. */
@ObjectType({ simpleResolvers: true, description: 'A rendered configuration, or why there is none.' })
export class RenderedConfig {
  @Field(() => RenderedObject, { nullable: true, description: 'Null when the configuration is for a virtual machine.' })
  device!: RenderedObject | null;

  @Field(() => RenderedObject, { nullable: true, description: 'Null when the configuration is for a device.' })
  virtualMachine!: RenderedObject | null;

  @Field(() => RenderedTemplate, { nullable: true })
  template!: RenderedTemplate | null;

  @Field(() => Boolean)
  ok!: boolean;

  @Field(() => String, { nullable: true, description: 'Null when the render failed.' })
  text!: string | null;

  @Field(() => [ConfigRenderError], { description: 'Empty when the render is good.' })
  errors!: readonly ConfigRenderError[];

  @Field(() => String, { nullable: true, description: 'SHA-256 of the text.' })
  textHash!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'SHA-256 of all that went in: template, options, contexts, extra data and every row read.',
  })
  inputHash!: string | null;

  @Field(() => Int, { nullable: true, description: "The template's rowVersion; null for a source that is not stored." })
  templateVersion!: number | null;

  @Field(() => ConfigRenderStats)
  stats!: ConfigRenderStats;

  @Field(() => [String], { description: 'Types whose rows were read.' })
  reads!: readonly string[];
}

/** Renders of a page of devices or virtual machines. */
@ObjectType({ simpleResolvers: true, description: 'A page of renders; a failed one is a row like others.' })
export class RenderedConfigPage {
  @Field(() => Int, { description: 'Devices or virtual machines that match, on all pages.' })
  totalCount!: number;

  @Field(() => [RenderedConfig])
  nodes!: readonly RenderedConfig[];
}

/** Answer of `configArtefactRender`. */
@ObjectType({ simpleResolvers: true })
export class ConfigArtefactPayload {
  @Field(() => RenderedConfig)
  render!: RenderedConfig;

  @Field(() => Boolean, {
    description: 'False when the stored artefact was made from the same input, or the render failed.',
  })
  stored!: boolean;
}
