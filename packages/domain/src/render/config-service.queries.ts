import { withGraph, type Actor, type GraphSession, type ReaderOptions, type Writer } from '@plumbline/engine';
import { Forbidden, InvalidInput, NotFound } from '@plumbline/kit';
import { ReadPlans, RenderPool } from '@plumbline/render';
import type { Pool } from 'pg';
import { printedContract, type PrintedContract } from './contract/printed.ts';
import { readSubjectContexts, type SubjectContext } from './context/merged.queries.ts';
import { renderLinks, type ShownLink, type StoredLink } from './links/custom-links.queries.ts';
import { renderPlain, type PlainText } from './run/plain-text.ts';
import { renderDevices } from './run/render-devices.queries.ts';
import { renderable, rendersAll, requireRender } from './run/render-rights.queries.ts';
import type { RenderAsk, RenderedConfig } from './run/rendered.ts';
import { DEVICE, type Subject } from './subject.ts';
import { checkTemplate, type TemplateCheck } from './template/check.ts';
import { pickTemplates, type StoredTemplate } from './template/template.queries.ts';
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
export interface ConfigAsk extends Omit<RenderAsk, 'template'> {
  /** What is rendered; devices when absent. */
  readonly of?: Subject;
  readonly template: RowName | null;
}

/** Renders of one page of devices or virtual machines. */
export interface RenderPage {
  /** Rows that match, on all pages. */
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

const DEADLINE_MS = 60_000;

const refuse = (path: string, message: string): InvalidInput =>
  new InvalidInput([{ path, code: 'BAD_USER_INPUT', message }]);

const nameFilter = (name: RowName, path: string): object => {
  const given = Object.entries(name).filter(([, value]) => value !== null && value !== undefined);
  const [only] = given;
  if (!only || given.length > 1) throw refuse(path, 'Name the row by exactly one of id, number and name.');
  return { [only[0]]: { eq: only[1] as unknown } };
};

/** The only row that a name picks. @throws NotFound, InvalidInput for a name that several have */
const onlyOne = <T>([row, other]: readonly T[], label: string, path: string): T => {
  if (row === undefined) throw new NotFound(`There is no such ${label}.`, path);
  if (other !== undefined) throw refuse(path, `More than one ${label} has this name; use its id or number.`);
  return row;
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Id of the row a name picks. An id may be of no row; reading it shows. */
const subjectOf = async (session: GraphSession, { type, field, label }: Subject, name: RowName): Promise<string> => {
  const filter = nameFilter(name, field);
  if (typeof name.id === 'string' && UUID.test(name.id)) return name.id.toLowerCase();
  return onlyOne(await session.list(type, [], { filter, limit: 2 }), label, field).id;
};

const templateOf = async (session: GraphSession, name: RowName | null): Promise<StoredTemplate | null> =>
  name === null ? null : onlyOne(await pickTemplates(session, nameFilter(name, 'template'), 2), 'template', 'template');

/** Contexts and renders of configurations, for resolvers and jobs. */
export class ConfigService {
  readonly #options: ConfigServiceOptions;
  readonly #renderPool: RenderPool;
  readonly #plans = new ReadPlans();

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

  /** Merged contexts of the rows the caller may see, by id. */
  contexts(caller: ConfigCaller, of: Subject, ids: readonly string[]): Promise<Map<string, SubjectContext>> {
    return this.#snapshot(caller, (session) => readSubjectContexts(session, [of], ids, 'seen'));
  }

  /**
   * Renders by id, in one snapshot; those that are hidden, or that the caller may not render, are missing.
   *
   * @throws NotFound for the template; Forbidden for who may render none
   */
  renders(caller: ConfigCaller, ids: readonly string[], ask: ConfigAsk): Promise<RenderedConfig[]> {
    return this.#snapshot(caller, (session) => this.#renders(session, caller, ids, ask));
  }

  /** Renders one device or virtual machine. @throws NotFound for it and the template, Forbidden, InvalidInput */
  render(caller: ConfigCaller, name: RowName, ask: ConfigAsk): Promise<RenderedConfig> {
    return this.#snapshot(caller, async (session) => {
      const { of = DEVICE } = ask;
      const id = await subjectOf(session, of, name);
      const [render] = await this.#renders(session, caller, [id], ask);
      if (render) return render;
      if ((await session.byId(of.type, [], [id])).has(id))
        throw new Forbidden(`You may not render the configuration of this ${of.label}.`);
      throw new NotFound(`There is no such ${of.label}.`, of.field);
    });
  }

  /** Renders a page of the rows that match a filter and may be rendered, in their default order. @throws Forbidden */
  page(
    caller: ConfigCaller,
    filter: unknown,
    { first, offset }: { readonly first: number; readonly offset: number },
    ask: ConfigAsk,
  ): Promise<RenderPage> {
    return this.#snapshot(caller, async (session) => {
      const { of = DEVICE } = ask;
      if (!rendersAll(this.#renderer(caller), of)) {
        const all = await this.#ids(session, caller, of, filter);
        const ids = all.slice(offset, offset + first);
        return { total: all.length, renders: await this.#renders(session, caller, ids, ask) };
      }
      const [total, rows] = await Promise.all([
        session.count(of.type, filter),
        session.list(of.type, [], { filter, limit: first, offset }),
      ]);
      const ids = rows.map(({ id }) => id);
      return { total, renders: await this.#renders(session, caller, ids, ask) };
    });
  }

  /** Ids of all rows that match a filter and may be rendered, in their default order. @throws Forbidden */
  ids(caller: ConfigCaller, of: Subject, filter: unknown): Promise<readonly string[]> {
    return this.#snapshot(caller, (session) => this.#ids(session, caller, of, filter));
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

  /** A template with plain data alone, such as the body of a webhook. @throws PoolBusy */
  plain(name: string, source: string, values: Readonly<Record<string, unknown>>): Promise<PlainText> {
    return renderPlain(this.#renderPool, this.#options.graph.registry, { name, source }, values);
  }

  /** Custom links of one object as the caller sees it; none when it is hidden. */
  links(
    caller: ConfigCaller,
    object: { readonly type: string; readonly id: string },
    links: readonly StoredLink[],
    schemes: ReadonlySet<string>,
  ): Promise<ShownLink[]> {
    const { registry } = this.#options.graph;
    const { actor, signal } = caller;
    return this.#snapshot(caller, (session) =>
      renderLinks({ session, registry, renders: this.#renderPool, actor, schemes, signal }, object, links),
    );
  }

  #renderer({ actor }: ConfigCaller) {
    return { registry: this.#options.graph.registry, actor };
  }

  async #ids(session: GraphSession, caller: ConfigCaller, of: Subject, filter: unknown): Promise<readonly string[]> {
    const renderer = this.#renderer(caller);
    requireRender(renderer, of);
    const rows = await session.list(of.type, [], { filter });
    const ids = rows.map(({ id }) => id);
    return renderable(session, renderer, of, ids);
  }

  async #renders(
    session: GraphSession,
    caller: ConfigCaller,
    asked: readonly string[],
    { of: subject = DEVICE, ...ask }: ConfigAsk,
  ): Promise<RenderedConfig[]> {
    const { registry } = this.#options.graph;
    const { actor, signal } = caller;
    const { organizationId } = actor;
    const ids = await renderable(session, this.#renderer(caller), subject, asked);
    const parts = { session, registry, renders: this.#renderPool, plans: this.#plans, organizationId, subject, signal };
    const key = JSON.stringify([
      organizationId,
      subject.type,
      ask.template ?? (ask.source === null ? ids[0] : ask.source),
    ]);
    return renderDevices(parts, ids, { ...ask, template: () => templateOf(session, ask.template), key });
  }

  #snapshot<T>(caller: ConfigCaller, use: (session: GraphSession) => Promise<T>): Promise<T> {
    const { graph, pool } = this.#options;
    return withGraph(graph, { deadlineMs: DEADLINE_MS, ...caller }, pool, use);
  }
}
