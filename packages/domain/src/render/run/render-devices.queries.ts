import type { GraphSession, Registry } from '@plumbline/engine';
import { DomainError } from '@plumbline/kit';
import type { FoundTemplate, RenderPool } from '@plumbline/render';
import { createHash } from 'node:crypto';
import { parse } from 'graphql';
import { readDeviceContexts, type DeviceContext } from '../context/merged.queries.ts';
import { contractOf, type ContextContract } from '../contract/contract.ts';
import { ConfigHost } from '../graph/config-host.queries.ts';
import { GraphCache } from '../graph/graph-cache.queries.ts';
import { GraphError } from '../graph/graph-error.ts';
import { DEVICE, rootsOf } from './roots.ts';
import { normalised, readOptions, type TemplateOptions } from '../template/options.ts';
import {
  readBoundDevices,
  readTemplates,
  readTemplatesNamed,
  type BoundDevice,
  type StoredTemplate,
} from '../template/template.queries.ts';
import {
  failedRender,
  problem,
  type RenderAsk,
  type RenderedConfig,
  type RenderedTemplate,
  type RenderProblem,
} from './rendered.ts';

/** What renders of one snapshot share. */
export interface RenderParts {
  readonly session: GraphSession;
  readonly registry: Registry;
  readonly renders: RenderPool;
  readonly signal?: AbortSignal | undefined;
}

/** SHA-256 as hexadecimal text. */
export const sha256 = (...texts: readonly string[]): string => {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text.length}:`).update(text);
  return hash.digest('hex');
};

/** SHA-256 of a text alone, as `sha256sum` prints it. */
export const textDigest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A template ready to run, or why it can't. */
interface Prepared {
  readonly shown: RenderedTemplate;
  readonly run: { readonly name: string; readonly source: string; readonly options: TemplateOptions };
  readonly dataQuery: string | null;
  readonly problems: readonly RenderProblem[];
}

const UNSTORED: RenderedTemplate = {
  id: null,
  name: 'main',
  version: null,
  mimeType: null,
  fileName: null,
  fileExtension: null,
};

const optionProblems = (params: unknown) => {
  const { options, problems } = readOptions(params);
  return { options, problems: problems.map(({ message }) => problem('TemplateOptionError', message)) };
};

/** A stored template; a source given beside it takes its text's place and is no stored version. */
const preparedStored = (template: StoredTemplate, draft: string | null): Prepared => {
  const { options, problems } = optionProblems(template.params);
  const { id, name, version, mimeType, fileName, fileExtension, dataQuery } = template;
  const source = draft === null ? template.source : normalised(draft);
  const stored = draft === null ? { id, version } : { id: null, version: null };
  return {
    shown: { ...stored, name, mimeType, fileName, fileExtension },
    run: { name, source, options },
    dataQuery,
    problems,
  };
};

const preparedSource = (source: string, params: unknown): Prepared => {
  const { options, problems } = optionProblems({ undefined: 'strict', ...(params as object | null) });
  return { shown: UNSTORED, run: { name: 'main', source: normalised(source), options }, dataQuery: null, problems };
};

/** Renders devices of one snapshot; what they ask of the graph is read for all of them together. */
class DeviceRenders {
  readonly #parts: RenderParts;
  readonly #ask: RenderAsk;
  readonly #cache: GraphCache;
  readonly #extraText: string | null;
  readonly #named = new Map<string, Promise<FoundTemplate | null>>();
  readonly #contexts = new Map<string, DeviceContext>();
  #templates: ReadonlyMap<string, StoredTemplate> = new Map();
  readonly #prepared = new Map<string, Prepared>();
  readonly #contract: ContextContract;
  readonly #host: ConfigHost;

  constructor(parts: RenderParts, ask: RenderAsk) {
    this.#parts = parts;
    this.#ask = ask;
    this.#cache = new GraphCache(parts.session, parts.registry);
    this.#extraText = ask.extra === null ? null : JSON.stringify(ask.extra);
    this.#contract = contractOf(parts.registry);
    this.#host = new ConfigHost({
      graph: this.#cache,
      contract: this.#contract,
      find: (name) => this.#find(name),
      contextsOf: (ids) => this.#contextTexts(ids),
    });
  }

  async all(ids: readonly string[]): Promise<RenderedConfig[]> {
    const { session, renders: pool } = this.#parts;
    const [devices] = await Promise.all([readBoundDevices(session, ids), this.#readContexts(ids)]);
    const shown = ids.flatMap((id) => devices.get(id) ?? []);
    const { templateId, source } = this.#ask;
    const wanted = templateId !== null ? [templateId] : shown.flatMap(({ templateIds }) => templateIds);
    const isUnstored = source !== null && templateId === null;
    this.#templates = isUnstored ? new Map() : await readTemplates(session, [...new Set(wanted)]);
    this.#cache.group(
      'dcim.Device',
      shown.map(({ id }) => id),
    );
    this.#cache.shareAmong(shown.length);
    const renders = new Array<RenderedConfig>(shown.length);
    let next = 0;
    const work = async () => {
      for (let at = next++; at < shown.length; at = next++) renders[at] = await this.#one(shown[at] as BoundDevice);
    };
    await Promise.all(Array.from({ length: Math.min(pool.size + 1, shown.length) }, work));
    return renders;
  }

  async #readContexts(ids: readonly string[]): Promise<void> {
    const missing = ids.filter((id) => !this.#contexts.has(id));
    for (const [id, context] of await readDeviceContexts(this.#parts.session, missing)) this.#contexts.set(id, context);
  }

  async #contextTexts(ids: readonly string[]): Promise<(string | null)[]> {
    await this.#readContexts(ids);
    return ids.map((id) => this.#contexts.get(id)?.text ?? null);
  }

  #templateOf(device: BoundDevice): Prepared | null {
    const { source, options, templateId } = this.#ask;
    if (source !== null && templateId === null) return this.#prepare('', () => preparedSource(source, options));
    const ids = templateId === null ? device.templateIds : [templateId];
    const template = ids[0] === undefined ? undefined : this.#templates.get(ids[0]);
    return template ? this.#prepare(template.id, () => preparedStored(template, source)) : null;
  }

  #prepare(key: string, make: () => Prepared): Prepared {
    const known = this.#prepared.get(key) ?? make();
    this.#prepared.set(key, known);
    return known;
  }

  async #one(bound: BoundDevice): Promise<RenderedConfig> {
    const device = { id: bound.id, number: bound.number, name: bound.name };
    const prepared = this.#templateOf(bound);
    if (!prepared) return failedRender(device, null, [this.#noTemplate(bound)]);
    const { shown, run, problems } = prepared;
    if (problems.length > 0) return failedRender(device, shown, problems);
    const data = await this.#data(prepared, bound.id);
    if (data !== null && typeof data === 'object') return failedRender(device, shown, [data]);
    const contextText = this.#contexts.get(bound.id)?.text ?? '{}';
    const outcome = await this.#parts.renders.render({
      ...run,
      contract: this.#contract,
      contexts: [contextText, ...(this.#extraText === null ? [] : [this.#extraText]), ...(data === null ? [] : [data])],
      values: { config_context: contextText, ...(data !== null && { data }) },
      roots: rootsOf(bound.id),
      contextual: [DEVICE],
      host: this.#host,
      signal: this.#parts.signal,
    });
    const { text, stats, reads, answersHash } = outcome;
    if (text === null) return failedRender(device, shown, outcome.problems, stats);
    const inputs = [bound.id, run.name, run.source, JSON.stringify(run.options), contextText, this.#extraText ?? ''];
    const inputHash = sha256(...inputs, data ?? '', answersHash);
    return { device, template: shown, ok: true, text, errors: [], textHash: textDigest(text), inputHash, stats, reads };
  }

  #noTemplate({ templateIds }: BoundDevice): RenderProblem {
    const isBound = templateIds.length > 0 || this.#ask.templateId !== null;
    return isBound
      ? problem('TemplateNotFound', 'There is no such template, or you may not read it.')
      : problem('TemplateNotFound', 'Neither the device nor its role nor its platform names a config template.');
  }

  #find(name: string): Promise<FoundTemplate | null> {
    const known = this.#named.get(name) ?? this.#readNamed(name);
    this.#named.set(name, known);
    return known;
  }

  async #readNamed(name: string): Promise<FoundTemplate | null> {
    const found = await readTemplatesNamed(this.#parts.session, [name]);
    const [template] = found;
    if (found.length > 1)
      throw new GraphError('ValueError', `${found.length} templates are called '${name}'; rename all but one.`);
    return template ? { source: template.source } : null;
  }

  /** What the template's saved query answers, as JSON text; a problem when it fails. */
  async #data({ dataQuery }: Prepared, device: string): Promise<string | RenderProblem | null> {
    if (dataQuery === null) return null;
    try {
      return await this.#parts.session.answer(parse(dataQuery), { device });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return problem('DataQueryError', `The saved query failed: ${error.message}`);
    }
  }
}

/** Renders devices, in the order of their ids; hidden ones are missing. A failed render is a row like others. */
export const renderDevices = (parts: RenderParts, ids: readonly string[], ask: RenderAsk): Promise<RenderedConfig[]> =>
  new DeviceRenders(parts, ask).all(ids);
