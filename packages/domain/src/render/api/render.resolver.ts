import { generatedType, ROW_ID, scalars, type Writer } from '@plumbline/engine';
import { Forbidden, InvalidInput } from '@plumbline/kit';
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Info, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { ConfigAsk } from '../config-service.queries.ts';
import type { RenderedConfig as Rendered } from '../run/rendered.ts';
import { Batches } from './batches.ts';
import type { ConfigApiContext } from './context.resolver.ts';
import {
  ConfigArtefactPayload,
  DevicePick,
  TemplatePick,
  RenderedConfig,
  RenderedConfigPage,
} from './rendered-config.resolver.ts';

/** Context of requests that may keep what they render. */
export interface RenderApiContext extends ConfigApiContext {
  readonly writer: Writer;
}

/** Devices one request may render. */
const MOST_RENDERS = 500;

type Extra = Readonly<Record<string, unknown>> | null | undefined;

const shown = (render: Rendered): RenderedConfig => ({ ...render, templateVersion: render.template?.version ?? null });

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
  const message = `A page renders 1 to ${MOST_RENDERS} devices; use the job renderConfigs for more.`;
  throw new InvalidInput([{ path: 'first', code: 'BAD_USER_INPUT', message }]);
};

/** The configuration of a device, as one of its fields. */
@Resolver(() => generatedType('Device'))
export class DeviceRenderResolver {
  readonly #batches = new Batches();

  @FieldResolver(() => RenderedConfig, {
    nullable: true,
    description: "The device's configuration, rendered now with its own template or another. Nothing is stored.",
  })
  async renderedConfig(
    @Root() device: object,
    @Arg('template', () => TemplatePick, { nullable: true }) template: TemplatePick | null,
    @Arg('extra', () => scalars.JSON, { nullable: true }) extra: Extra,
    @Ctx() context: ConfigApiContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RenderedConfig | null> {
    const ask = askOf(template, extra);
    const id = String((device as { [ROW_ID]?: unknown })[ROW_ID]);
    const key = `render ${JSON.stringify([ask.template, ask.extra])}`;
    const found = await this.#batches.load(info.variableValues, key, id, async (ids) => {
      pageOf(ids.length, 0);
      const renders = await context.configs.renders(context, ids, ask);
      return new Map(renders.map((render) => [render.device.id, render]));
    });
    return found ? shown(found) : null;
  }
}

/** Renders from the root: of one device, of many, and to keep. */
@Resolver()
export class RenderResolver {
  @Query(() => RenderedConfig, {
    description:
      'Renders one device, with its own template, another or a source. A failed render is no error of the request: see `ok` and `errors`. Nothing is stored.',
  })
  async configRender(
    @Arg('device', () => DevicePick) device: DevicePick,
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
    const ask = { ...askOf(template, extra), source: source ?? null, options: options ?? null };
    return shown(await context.configs.render(context, device, ask));
  }

  @Query(() => RenderedConfigPage, {
    description: `Renders the devices that match, in their default order, at most ${MOST_RENDERS} at once. Nothing is stored.`,
  })
  async configRenders(
    @Arg('filter', () => generatedType('DeviceFilter'), { nullable: true }) filter: object | null | undefined,
    @Arg('template', () => TemplatePick, { nullable: true }) template: TemplatePick | null,
    @Arg('extra', () => scalars.JSON, { nullable: true }) extra: Extra,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
    @Arg('offset', () => Int, { defaultValue: 0 }) offset: number,
    @Ctx() context: ConfigApiContext,
  ): Promise<RenderedConfigPage> {
    if (filter === null) throw nullFilter();
    const page = await context.configs.page(context, filter, pageOf(first, offset), askOf(template, extra));
    return { totalCount: page.total, nodes: page.renders.map(shown) };
  }

  @Mutation(() => ConfigArtefactPayload, {
    description:
      'Renders one device with a stored template and keeps the text as an artefact. Use the job renderConfigs for many.',
  })
  async configArtefactRender(
    @Arg('device', () => DevicePick) device: DevicePick,
    @Arg('template', () => TemplatePick, { nullable: true }) template: TemplatePick | null,
    @Arg('extra', () => scalars.JSON, { nullable: true }) extra: Extra,
    @Ctx() context: RenderApiContext,
  ): Promise<ConfigArtefactPayload> {
    if (context.actor.readOnly) throw new Forbidden('This token may only read.');
    const ask = { ...askOf(template, extra), reuse: true };
    const render = await context.configs.render(context, device, ask);
    const { stored } = await context.configs.store(context.writer, context, [render], ask.extra);
    return { render: shown(render), stored: stored.length > 0 };
  }
}
