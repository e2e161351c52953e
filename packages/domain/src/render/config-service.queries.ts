import { withGraph, type Actor, type GraphSession, type ReaderOptions, type Writer } from '@plumbline/engine';
import { InvalidInput, NotFound } from '@plumbline/kit';
import { RenderPool } from '@plumbline/render';
import type { Pool } from 'pg';
import { printedContract, type PrintedContract } from './contract/printed.ts';
import { readDeviceContexts, type DeviceContext } from './context/merged.queries.ts';
import { renderDevices } from './run/render-devices.queries.ts';
import type { RenderAsk, RenderedConfig } from './run/rendered.ts';
import { checkTemplate, type TemplateCheck } from './template/check.ts';
import { storeRenders, type StoreOutcome } from './run/store.commands.ts';

/** On whose behalf, and until when. */
export interface ConfigCaller {
  readonly actor: Actor;
  readonly signal?: AbortSignal | undefined;
  /** How long a snapshot with renders in it may be open; a minute when absent. */
  readonly deadlineMs?: number;
}

/** Names a row by exactly one of these. */
export interface RowName {
  readonly id?: string | null;
  readonly number?: number | null;
  readonly name?: string | null;
}

/** What a caller asks for; see `RenderAsk`. */
export interface ConfigAsk extends Omit<RenderAsk, 'templateId'> {
  readonly template: RowName | null;
}

/** Renders of one page of devices. */
export interface RenderPage {
  /** Devices that match, on all pages. */
  readonly total: number;
  readonly renders: readonly RenderedConfig[];
}

/** What the service works with. */
export interface ConfigServiceOptions {
  /** Registry, schema and row predicates, as the reader has them. */
  readonly graph: ReaderOptions;
  /** Pool of reads, pipelined. */
  readonly pool: Pool;
  /** Processes that run templates; one fewer than the processor has cores, and started when first needed, when absent. */
  readonly renders?: RenderPool;
}

const DEVICE = 'dcim.Device';
const DEADLINE_MS = 60_000;

const refuse = (path: string, message: string): InvalidInput =>
  new InvalidInput([{ path, code: 'BAD_USER_INPUT', message }]);

const nameFilter = (name: RowName, path: string): object => {
  const given = Object.entries(name).filter(([, value]) => value !== null && value !== undefined);
  const [only] = given;
  if (!only || given.length > 1) throw refuse(path, 'Name the row by exactly one of id, number and name.');
  return { [only[0]]: { eq: only[1] as unknown } };
};

const idOf = async (
  session: GraphSession,
  model: string,
  label: string,
  name: RowName,
  path: string,
): Promise<string> => {
  const [row, other] = await session.list(model, [], { filter: nameFilter(name, path), limit: 2 });
  if (!row) throw new NotFound(`There is no such ${label}.`, path);
  if (other) throw refuse(path, `More than one ${label} has this name; use its id or number.`);
  return row.id;
};

/** Contexts and renders of device configurations, for resolvers and jobs. */
export class ConfigService {
  readonly #options: ConfigServiceOptions;
  readonly #renderPool: RenderPool;

  constructor(options: ConfigServiceOptions) {
    this.#options = options;
    this.#renderPool = options.renders ?? new RenderPool();
  }

  /** Ends the processes that run templates. */
  stop(): Promise<void> {
    return this.#renderPool.stop();
  }

  /** Looks at a source without rendering it. */
  check(source: string, params: unknown): TemplateCheck {
    return checkTemplate(this.#options.graph.registry, 'main', source, params);
  }

  /** What templates may name, as data, with the types of the names at the top level. */
  contract(): PrintedContract {
    return printedContract(this.#options.graph.registry);
  }

  /** Merged contexts of the devices the caller may see, by id. */
  contexts(caller: ConfigCaller, ids: readonly string[]): Promise<Map<string, DeviceContext>> {
    return this.#snapshot(caller, (session) => readDeviceContexts(session, ids));
  }

  /** Renders devices by id, in one snapshot; hidden ones are missing. @throws NotFound for the template */
  renders(caller: ConfigCaller, ids: readonly string[], ask: ConfigAsk): Promise<RenderedConfig[]> {
    return this.#snapshot(caller, (session) => this.#renders(session, caller, ids, ask));
  }

  /** Renders one device. @throws NotFound for the device and the template, InvalidInput */
  render(caller: ConfigCaller, device: RowName, ask: ConfigAsk): Promise<RenderedConfig> {
    return this.#snapshot(caller, async (session) => {
      const id = await idOf(session, DEVICE, 'device', device, 'device');
      const [render] = await this.#renders(session, caller, [id], ask);
      if (!render) throw new NotFound('There is no such device.', 'device');
      return render;
    });
  }

  /** Renders a page of the devices that match a filter, in their default order. */
  page(
    caller: ConfigCaller,
    filter: unknown,
    { first, offset }: { readonly first: number; readonly offset: number },
    ask: ConfigAsk,
  ): Promise<RenderPage> {
    return this.#snapshot(caller, async (session) => {
      const total = await session.count(DEVICE, filter);
      const rows = await session.list(DEVICE, [], { filter, limit: first, offset });
      const renders = await this.#renders(
        session,
        caller,
        rows.map(({ id }) => id),
        ask,
      );
      return { total, renders };
    });
  }

  /** Ids of all devices that match a filter, in their default order. */
  async deviceIds(caller: ConfigCaller, filter: unknown): Promise<string[]> {
    const rows = await this.#snapshot(caller, (session) => session.list(DEVICE, [], { filter }));
    return rows.map(({ id }) => id);
  }

  /** Keeps renders as artefacts. @throws DomainError when the write is refused */
  store(
    writer: Writer,
    { actor }: ConfigCaller,
    renders: readonly RenderedConfig[],
    extra: object | null,
  ): Promise<StoreOutcome> {
    return storeRenders(writer, actor, renders, extra);
  }

  async #renders(
    session: GraphSession,
    caller: ConfigCaller,
    ids: readonly string[],
    { template, ...ask }: ConfigAsk,
  ): Promise<RenderedConfig[]> {
    const templateId =
      template === null ? null : await idOf(session, 'extras.ConfigTemplate', 'template', template, 'template');
    const { registry } = this.#options.graph;
    return renderDevices({ session, registry, renders: this.#renderPool, signal: caller.signal }, ids, {
      ...ask,
      templateId,
    });
  }

  #snapshot<T>(caller: ConfigCaller, use: (session: GraphSession) => Promise<T>): Promise<T> {
    const { graph, pool } = this.#options;
    return withGraph(graph, { deadlineMs: DEADLINE_MS, ...caller }, pool, use);
  }
}
