import { generatedType, ROW_ID, scalars, type Writer } from '@plumbline/engine';
import { Forbidden, InvalidInput } from '@plumbline/kit';
import type { GraphQLResolveInfo } from 'graphql';
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  Info,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { ConfigAsk, RowName } from '../config-service.queries.ts';
import type { RenderedConfig as Rendered } from '../run/rendered.ts';
import { DEVICE, graphqlName, MACHINE, type ResolverClass, type Subject } from '../subject.ts';
import { Batches } from './batches.ts';
import type { ConfigApiContext } from './context.resolver.ts';
import {
  ConfigArtefactPayload,
  DevicePick,
  TemplatePick,
  VirtualMachinePick,
  RenderedConfig,
  RenderedConfigPage,
} from './rendered-config.resolver.ts';

/** Context of requests that may keep what they render. */
export interface RenderApiContext extends ConfigApiContext {
  readonly writer: Writer;
}

/** Configurations one request may render. */
const MOST_RENDERS = 500;

/** Which page of renders is asked for, and what each is rendered with. */
@ArgsType()
class RenderPageArgs {
  @Field(() => TemplatePick, { nullable: true })
  template?: TemplatePick | null;

  @Field(() => scalars.JSON, { nullable: true })
  extra?: Extra;

  @Field(() => Int, { defaultValue: 50 })
  first!: number;

  @Field(() => Int, { defaultValue: 0 })
  offset!: number;
}

type Extra = Readonly<Record<string, unknown>> | null | undefined;

const shown = ({ subject, ...render }: Rendered): RenderedConfig => ({
  ...render,
  device: subject.of === DEVICE ? subject : null,
  virtualMachine: subject.of === MACHINE ? subject : null,
  templateVersion: render.template?.version ?? null,
});

const extraOf = (extra: unknown): Readonly<Record<string, unknown>> | null => {
  if (extra === null || extra === undefined) return null;
  if (typeof extra === 'object' && !Array.isArray(extra)) return extra as Readonly<Record<string, unknown>>;
  const message = 'Extra data is an object, such as { "release": "4.33" }.';
  throw new InvalidInput([{ path: 'extra', code: 'BAD_USER_INPUT', message }]);
};

const askOf = (template: TemplatePick | null | undefined, extra: Extra): ConfigAsk => ({
  template: template ?? null,
  source: null,
  options: null,
  extra: extraOf(extra),
});

const nullFilter = (): InvalidInput =>
  new InvalidInput([{ path: 'filter', code: 'BAD_USER_INPUT', message: 'filter must not be null; leave it out.' }]);

const pageOf = (first: number, offset: number): { first: number; offset: number } => {
  if (first >= 1 && first <= MOST_RENDERS && offset >= 0) return { first, offset };
  const message = `A page renders 1 to ${MOST_RENDERS} configurations; use the job renderConfigs for more.`;
  throw new InvalidInput([{ path: 'first', code: 'BAD_USER_INPUT', message }]);
};

/** What is rendered, and by which name. @throws InvalidInput unless exactly one is given */
const pickOf = (
  device: DevicePick | null | undefined,
  machine: VirtualMachinePick | null | undefined,
): { of: Subject; name: RowName } => {
  if (device && !machine) return { of: DEVICE, name: device };
  if (machine && !device) return { of: MACHINE, name: machine };
  const message = 'Name either a device or a virtual machine.';
  throw new InvalidInput([{ path: 'device', code: 'BAD_USER_INPUT', message }]);
};

/** The resolver of the configuration of a device or virtual machine, as one of its fields. */
export const renderFieldsOf = (of: Subject): ResolverClass => {
  @Resolver(() => generatedType(graphqlName(of)))
  class SubjectRenderResolver {
    readonly #batches = new Batches();

    @FieldResolver(() => RenderedConfig, {
      nullable: true,
      description:
        "Its configuration, rendered now with its own template, its role's or its platform's, or another. Nothing is stored.",
    })
    async renderedConfig(
      @Root() row: object,
      @Arg('template', () => TemplatePick, { nullable: true }) template: TemplatePick | null,
      @Arg('extra', () => scalars.JSON, { nullable: true }) extra: Extra,
      @Ctx() context: ConfigApiContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<RenderedConfig> {
      const ask = { ...askOf(template, extra), of };
      const id = String((row as { [ROW_ID]?: unknown })[ROW_ID]);
      const key = `render ${JSON.stringify([ask.template, ask.extra])}`;
      const found = await this.#batches.load(info.variableValues, `${of.type} ${key}`, id, async (ids) => {
        pageOf(ids.length, 0);
        const renders = await context.configs.renders(context, ids, ask);
        return new Map(renders.map((render) => [render.subject.id, render]));
      });
      if (!found) throw new Forbidden(`You may not render the configuration of this ${of.label}.`);
      return shown(found);
    }
  }
  return SubjectRenderResolver;
};

const renderPage = async (
  context: ConfigApiContext,
  of: Subject,
  filter: object | null | undefined,
  { template, extra, first, offset }: RenderPageArgs,
): Promise<RenderedConfigPage> => {
  if (filter === null) throw nullFilter();
  const page = pageOf(first, offset);
  const { total, renders } = await context.configs.page(context, filter, page, { ...askOf(template, extra), of });
  return { totalCount: total, nodes: renders.map(shown) };
};

/** Renders from the root: of one device or virtual machine, of many, and to keep. */
@Resolver()
export class RenderResolver {
  @Query(() => RenderedConfig, {
    description:
      'Renders one device or virtual machine, with its own template, another or a source. A failed render is no error of the request: see `ok` and `errors`. Nothing is stored.',
  })
  async configRender(
    @Arg('device', () => DevicePick, { nullable: true }) device: DevicePick | null,
    @Arg('virtualMachine', () => VirtualMachinePick, { nullable: true }) machine: VirtualMachinePick | null,
    @Arg('template', () => TemplatePick, { nullable: true }) template: TemplatePick | null,
    @Arg('source', () => String, {
      nullable: true,
      description: 'Text in the place of the template, with its options and query; alone, a template of its own.',
    })
    source: string | null,
    @Arg('options', () => scalars.JSON, {
      nullable: true,
      description: 'Options of the language, for a source without a template.',
    })
    options: unknown,
    @Arg('extra', () => scalars.JSON, {
      nullable: true,
      description: 'Data for the top level of the template, over what config contexts say.',
    })
    extra: Extra,
    @Ctx() context: ConfigApiContext,
  ): Promise<RenderedConfig> {
    const { of, name } = pickOf(device, machine);
    const ask = { ...askOf(template, extra), of, source: source ?? null, options: options ?? null };
    return shown(await context.configs.render(context, name, ask));
  }

  @Query(() => RenderedConfigPage, {
    description: `Renders the devices that match, in their default order, at most ${MOST_RENDERS} at once. Nothing is stored.`,
  })
  async configRenders(
    @Arg('filter', () => generatedType('DeviceFilter'), { nullable: true }) filter: object | null | undefined,
    @Args(() => RenderPageArgs) args: RenderPageArgs,
    @Ctx() context: ConfigApiContext,
  ): Promise<RenderedConfigPage> {
    return renderPage(context, DEVICE, filter, args);
  }

  @Query(() => RenderedConfigPage, {
    description: `Renders the virtual machines that match, in their default order, at most ${MOST_RENDERS} at once. Nothing is stored.`,
  })
  async virtualMachineConfigRenders(
    @Arg('filter', () => generatedType('VirtualMachineFilter'), { nullable: true }) filter: object | null | undefined,
    @Args(() => RenderPageArgs) args: RenderPageArgs,
    @Ctx() context: ConfigApiContext,
  ): Promise<RenderedConfigPage> {
    return renderPage(context, MACHINE, filter, args);
  }

  @Mutation(() => ConfigArtefactPayload, {
    description:
      'Renders one device or virtual machine with a stored template and keeps the text as an artefact. Use the job renderConfigs for many.',
  })
  async configArtefactRender(
    @Arg('device', () => DevicePick, { nullable: true }) device: DevicePick | null,
    @Arg('virtualMachine', () => VirtualMachinePick, { nullable: true }) machine: VirtualMachinePick | null,
    @Arg('template', () => TemplatePick, { nullable: true }) template: TemplatePick | null,
    @Arg('extra', () => scalars.JSON, { nullable: true }) extra: Extra,
    @Ctx() context: RenderApiContext,
  ): Promise<ConfigArtefactPayload> {
    if (context.actor.readOnly) throw new Forbidden('This token may only read.');
    const { of, name } = pickOf(device, machine);
    const ask = { ...askOf(template, extra), of, reuse: true };
    const render = await context.configs.render(context, name, ask);
    const { stored } = await context.configs.store(context.writer, context, [render], ask.extra);
    return { render: shown(render), stored: stored.length > 0 };
  }
}
