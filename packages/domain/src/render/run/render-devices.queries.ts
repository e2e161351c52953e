import type { GraphSession } from '@plumbline/engine';
import type { FoundTemplate, ReadPlan } from '@plumbline/render';
import type { ContextReach, ContextSubject } from '../context/context.queries.ts';
import { readContextualSubjects, readSubjectContexts, type ContextualSubjects } from '../context/merged.queries.ts';
import { SUBJECTS } from '../subject.ts';
import { GraphError } from '../graph/graph-error.ts';
import { pickTemplates, readTemplates, type StoredTemplate } from '../template/template.queries.ts';
import { readArtefacts, type KnownArtefact } from './artefacts.queries.ts';
import {
  DeviceRun,
  hostFor,
  type EarlyFacts,
  type RenderParts,
  type RunInput,
  type RunSources,
} from './device-run.queries.ts';
import { extraKey } from './digest.ts';
import { objectFieldsOf } from './object-fields.queries.ts';
import { preparedSource, preparedStored, type Prepared } from './prepared.ts';
import { problem, type RenderAsk, type RenderedConfig, type RenderProblem } from './rendered.ts';

/** Rows whose reads go together; while some are rendered the next are read. */
const TOGETHER = 100;

/** Finds the template of each device or virtual machine. */
class Templates {
  readonly #label: string;
  readonly #ask: RenderAsk;
  readonly #prepared = new Map<string, Prepared>();
  readonly #stored: ReadonlyMap<string, StoredTemplate>;

  private constructor(label: string, ask: RenderAsk, stored: ReadonlyMap<string, StoredTemplate>) {
    this.#label = label;
    this.#ask = ask;
    this.#stored = stored;
  }

  /** Reads what the devices name, unless the caller named something. */
  static async read(
    { session, subject }: RenderParts,
    ask: RenderAsk,
    devices: readonly ContextSubject[],
  ): Promise<Templates> {
    if (ask.template !== null || ask.source !== null) return new Templates(subject.label, ask, new Map());
    const ids = new Set(devices.flatMap(({ templateIds }) => templateIds));
    return new Templates(subject.label, ask, await readTemplates(session, [...ids]));
  }

  of(device: ContextSubject): Prepared | RenderProblem {
    const { source, options, template } = this.#ask;
    if (source !== null && template === null) return this.#prepare('', () => preparedSource(source, options));
    const [nearest] = device.templateIds;
    const stored = template ?? (nearest === undefined ? undefined : this.#stored.get(nearest));
    if (stored) return this.#prepare(stored.id, () => preparedStored(stored, source));
    return nearest === undefined
      ? problem('TemplateNotFound', `Neither the ${this.#label} nor its role nor its platform names a config template.`)
      : problem('TemplateNotFound', 'There is no such template, or you may not read it.');
  }

  #prepare(key: string, make: () => Prepared): Prepared {
    const known = this.#prepared.get(key) ?? make();
    this.#prepared.set(key, known);
    return known;
  }
}

const readNamed = async (session: GraphSession, name: string): Promise<FoundTemplate | null> => {
  const found = await pickTemplates(session, { name: { eq: name } });
  const [template] = found;
  if (found.length > 1)
    throw new GraphError('ValueError', `${found.length} templates are called '${name}'; rename all but one.`);
  return template ? { source: template.source } : null;
};

/** Finds templates that others include, each once. */
const finder = (session: GraphSession): RunSources['find'] => {
  const named = new Map<string, Promise<FoundTemplate | null>>();
  return (name) => {
    const known = named.get(name) ?? readNamed(session, name);
    named.set(name, known);
    return known;
  };
};

/** Contexts of what is rendered as JSON text; those of other rows are read when a template asks. */
const contextTexts = (
  parts: RenderParts,
  reach: ContextReach,
  contextual: () => Promise<ContextualSubjects>,
): RunSources['contextsOf'] => {
  const read = new Map<string, string | null>();
  return async (ids) => {
    await Promise.resolve(); // what is read early may ask before the contexts are
    const { subjects, contextOf } = await contextual();
    const others = ids.filter((id) => !subjects.has(id) && !read.has(id));
    const found = await readSubjectContexts(parts.session, SUBJECTS, others, reach);
    for (const id of others) read.set(id, found.get(id)?.text ?? null);
    return ids.map((id) => contextOf(id)?.text ?? read.get(id) ?? null);
  };
};

const NO_ARTEFACTS: ReadonlyMap<string, KnownArtefact> = new Map();

/** Starts to read for one row what it was asked for when it was last rendered in this way. */
const readEarly = (parts: RenderParts, sources: RunSources, id: string, plan: ReadPlan | undefined): EarlyFacts => {
  const host = hostFor(parts, sources, [id]);
  const facts = plan ? plan.facts(host, id) : Promise.resolve([]);
  facts.catch(() => undefined); // whoever uses them is told
  return { host, plan, facts };
};

/** What a caller asks for, while its template is still looked for. */
export interface DeviceAsk extends Omit<RenderAsk, 'template'> {
  readonly template: () => Promise<StoredTemplate | null>;
  /** Names this way of asking. */
  readonly key: string;
}

/** Renders some at a time; while some are rendered the next are read. */
const renderAll = async (
  devices: readonly ContextSubject[],
  runOf: (some: readonly ContextSubject[]) => DeviceRun,
): Promise<RenderedConfig[]> => {
  const begin = async (at: number): Promise<DeviceRun> => {
    const run = runOf(devices.slice(at, at + TOGETHER));
    await run.readAhead();
    return run;
  };
  const renders: RenderedConfig[] = [];
  let next = begin(0);
  for (let at = 0; at < devices.length; at += TOGETHER) {
    const run = await next;
    next = begin(at + TOGETHER);
    next.catch(() => undefined); // thrown by the next round, or at the end
    renders.push(...(await run.all()));
  }
  await next;
  return renders;
};

/** Renders devices or virtual machines, in the order of their ids; hidden ones are missing. A failed render is a row like others. */
export const renderDevices = async (
  parts: RenderParts,
  ids: readonly string[],
  { template, key, ...asked }: DeviceAsk,
): Promise<RenderedConfig[]> => {
  const { session, plans } = parts;
  const [only] = ids.length === 1 ? ids : [];
  // One device has one configuration, whoever renders it; a source of one's own shows only what one sees.
  const reach: ContextReach = asked.source === null ? 'all' : 'seen';
  const sources: RunSources = {
    find: finder(session),
    contextsOf: contextTexts(parts, reach, () => found),
    objectFields: objectFieldsOf(session),
  };
  // First, since more is read with what it brings, while the database answers the others.
  const early = only === undefined ? null : readEarly(parts, sources, only, plans.guess(key));
  const found = readContextualSubjects(session, [parts.subject], ids, reach);
  const artefacts =
    asked.reuse === true ? readArtefacts(session, parts.subject, ids, extraKey(asked.extra)) : NO_ARTEFACTS;
  const [contextual, known, stored] = await Promise.all([found, artefacts, template()]);
  const ask: RenderAsk = { ...asked, template: stored };
  const devices = ids.flatMap((id) => contextual.subjects.get(id) ?? []);
  const templates = await Templates.read(parts, ask, devices);
  const extra = ask.extra === null ? null : JSON.stringify(ask.extra);
  const input: RunInput = { contextual, artefacts: known, extra };
  return renderAll(devices, (some) => {
    const run = new DeviceRun(parts, input, early ?? sources, some, (device) => templates.of(device));
    if (run.lastPlan) plans.remember(key, run.lastPlan);
    return run;
  });
};
