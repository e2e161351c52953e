import type { GraphSession, Registry } from '@plumbline/engine';
import { DomainError } from '@plumbline/kit';
import {
  FactDigest,
  type FoundTemplate,
  type ReadPlan,
  type ReadPlans,
  type RenderPool,
  type SentFact,
} from '@plumbline/render';
import { parse } from 'graphql';
import type { ContextualSubjects } from '../context/merged.queries.ts';
import type { ContextSubject } from '../context/context.queries.ts';
import { contractOf, type ContextContract } from '../contract/contract.ts';
import { ConfigHost } from '../graph/config-host.queries.ts';
import { GraphCache } from '../graph/graph-cache.queries.ts';
import { artefactKey, type KnownArtefact } from './artefacts.queries.ts';
import { inputDigest, textDigest, type RenderInput } from './digest.ts';
import type { Prepared } from './prepared.ts';
import {
  failedRender,
  NO_STATS,
  problem,
  type RenderedConfig,
  type RenderedSubject,
  type RenderProblem,
} from './rendered.ts';
import { SUBJECTS, type Subject } from '../subject.ts';
import { rootsOf } from './roots.ts';

/** What renders of one snapshot share. */
export interface RenderParts {
  readonly session: GraphSession;
  readonly registry: Registry;
  readonly renders: RenderPool;
  /** What templates asked before. */
  readonly plans: ReadPlans;
  readonly organizationId: string;
  /** What is rendered. */
  readonly subject: Subject;
  readonly signal?: AbortSignal | undefined;
}

/** Renders that are made ready while others run. */
const WAITING = 2;

/** Types whose records have a config context. */
const CONTEXTUAL = SUBJECTS.map(({ type }) => type);

/** What is known before anything is rendered. */
export interface RunInput {
  readonly contextual: ContextualSubjects;
  /** Extra data as JSON text. */
  readonly extra: string | null;
  /** Artefacts that a render need not repeat, by `artefactKey`. */
  readonly artefacts: ReadonlyMap<string, KnownArtefact>;
}

/** Where templates get what lies outside the graph. */
export interface RunSources {
  /** Stored templates by name. @throws GraphError when the name is not clear */
  readonly find: (name: string) => Promise<FoundTemplate | null>;
  readonly contextsOf: (ids: readonly string[]) => Promise<readonly (string | null)[]>;
  /** Type of the records that custom fields of a type hold, by name. */
  readonly objectFields: (type: string) => Promise<Readonly<Record<string, string>>>;
}

/** Answers for rows that are read together. */
export const hostFor = (parts: RenderParts, sources: RunSources, ids: readonly string[]): ConfigHost => {
  const graph = new GraphCache(parts.session, parts.registry);
  graph.group(parts.subject.type, ids);
  graph.shareAmong(ids.length);
  return new ConfigHost({ graph, contract: contractOf(parts.registry), ...sources });
};

/** Facts of one row that were read before its template was known, by a plan that may be another's. */
export interface EarlyFacts {
  readonly host: ConfigHost;
  readonly plan: ReadPlan | undefined;
  readonly facts: Promise<SentFact[]>;
}

/** A device or virtual machine with the template it is rendered with. */
interface BoundRender {
  readonly device: ContextSubject;
  readonly prepared: Prepared;
}

/** Renders some devices or virtual machines of one snapshot; what they ask of the graph is read for all of them together. */
export class DeviceRun {
  readonly #parts: RenderParts;
  readonly #input: RunInput;
  readonly #contract: ContextContract;
  readonly #host: ConfigHost;

  readonly #bound: readonly BoundRender[];
  readonly #done = new Map<string, RenderedConfig>();
  readonly #plans = new Map<Prepared, ReadPlan>();
  readonly #devices: readonly ContextSubject[];

  readonly #early: EarlyFacts | null;

  constructor(
    parts: RenderParts,
    input: RunInput,
    from: RunSources | EarlyFacts,
    devices: readonly ContextSubject[],
    templateOf: (device: ContextSubject) => Prepared | RenderProblem,
  ) {
    this.#parts = parts;
    this.#input = input;
    this.#devices = devices;
    this.#contract = contractOf(parts.registry);
    this.#early = 'host' in from ? from : null;
    this.#host =
      'host' in from
        ? from.host
        : hostFor(
            parts,
            from,
            devices.map(({ id }) => id),
          );
    this.#bound = devices.flatMap((device) => {
      const prepared = templateOf(device);
      if (!('kind' in prepared)) return [{ device, prepared }];
      this.#done.set(device.id, failedRender(this.#shown(device), null, [prepared]));
      return [];
    });
  }

  #shown({ id, number, name }: ContextSubject): RenderedSubject {
    return { of: this.#parts.subject, id, number, name };
  }

  /** What this template asked before, for this organization. */
  #planOf(prepared: Prepared): ReadPlan {
    const known = this.#plans.get(prepared);
    if (known) return known;
    const { run } = prepared;
    const { plans, organizationId } = this.#parts;
    const { type } = this.#parts.subject;
    const parts = [organizationId, type, run.name, run.source, JSON.stringify(run.options)];
    const plan = plans.of({ contract: this.#contract, subjectType: type }, parts);
    this.#plans.set(prepared, plan);
    return plan;
  }

  /** Reads what the renders will ask for, set by set; a template that nobody rendered yet shows it with one device. */
  async readAhead(): Promise<void> {
    if (this.#bound.length < 2) return;
    const byTemplate = new Map<Prepared, BoundRender[]>();
    for (const bound of this.#bound) byTemplate.set(bound.prepared, [...(byTemplate.get(bound.prepared) ?? []), bound]);
    for (const [prepared, [first, ...others]] of byTemplate) {
      if (first && others.length > 0 && this.#planOf(prepared).isEmpty) await this.#finish(first);
      const open = [first, ...others].flatMap((bound) =>
        bound && !this.#done.has(bound.device.id) ? [bound.device.id] : [],
      );
      await this.#planOf(prepared).prefetch(this.#host, open);
    }
  }

  /** All renders, in the order of the devices. */
  async all(): Promise<RenderedConfig[]> {
    const open = this.#bound.filter(({ device }) => !this.#done.has(device.id));
    let next = 0;
    const work = async () => {
      for (let bound = open[next++]; bound; bound = open[next++]) await this.#finish(bound);
    };
    const workers = Math.min(this.#parts.renders.size + WAITING, open.length);
    await Promise.all(Array.from({ length: workers }, work));
    return this.#devices.flatMap(({ id }) => this.#done.get(id) ?? []);
  }

  async #finish(bound: BoundRender): Promise<void> {
    this.#done.set(bound.device.id, await this.#render(bound));
  }

  /** Renders one device, or gives the artefact that a render would repeat. */
  async #render({ device, prepared }: BoundRender): Promise<RenderedConfig> {
    const shown = this.#shown(device);
    const { run, problems } = prepared;
    if (problems.length > 0) return failedRender(shown, prepared.shown, problems);
    const data = await this.#data(prepared, device.id);
    if (data !== null && typeof data === 'object') return failedRender(shown, prepared.shown, [data]);
    const { extra, contextual } = this.#input;
    const context = contextual.contextOf(device.id)?.text ?? '{}';
    const input: RenderInput = { contract: this.#contract, subject: device.id, ...run, context, extra, data };
    const known = await this.#known(input, prepared);
    if (!known) return this.#rendered({ device, prepared }, input);
    const base = { subject: shown, template: prepared.shown, ok: true, errors: [], reused: true, stats: NO_STATS };
    return { ...base, ...known };
  }

  async #rendered({ device, prepared }: BoundRender, input: RenderInput): Promise<RenderedConfig> {
    const { context, extra, data } = input;
    const shown = this.#shown(device);
    const plan = this.#planOf(prepared);
    const outcome = await this.#parts.renders.render({
      ...prepared.run,
      contract: this.#contract,
      contexts: [context, extra, data].filter((text) => text !== null),
      values: { config_context: context, ...(data !== null && { data }) },
      roots: rootsOf(this.#parts.subject, device.id),
      contextual: CONTEXTUAL,
      host: this.#host,
      facts: await this.#facts(plan, device.id),
      signal: this.#parts.signal,
    });
    const { text, stats, reads, answersHash, problems, asked, transcript } = outcome;
    if (asked > 0 || plan.isEmpty) plan.learn(device.id, transcript);
    if (text === null) return failedRender(shown, prepared.shown, problems, stats);
    const hashes = { textHash: textDigest(text), inputHash: inputDigest(input, answersHash) };
    return {
      subject: shown,
      template: prepared.shown,
      ok: true,
      text,
      errors: [],
      ...hashes,
      stats,
      reads,
      reused: false,
    };
  }

  async #facts(plan: ReadPlan, device: string): Promise<SentFact[]> {
    return this.#early?.plan === plan ? this.#early.facts : plan.facts(this.#host, device);
  }

  /** Plan of the last device. */
  get lastPlan(): ReadPlan | undefined {
    const last = this.#bound.at(-1);
    return last && this.#planOf(last.prepared);
  }

  /** The stored artefact, when a render would read just what the artefact was made from. */
  async #known(input: RenderInput, prepared: Prepared): Promise<KnownArtefact | null> {
    const { id } = prepared.shown;
    const known = id === null ? undefined : this.#input.artefacts.get(artefactKey(input.subject, id));
    if (!known) return null;
    const isEqual = (facts: readonly SentFact[]): boolean => {
      const digest = new FactDigest();
      for (const fact of facts) digest.add(fact);
      return inputDigest(input, digest.digest()) === known.inputHash;
    };
    return (await this.#planOf(prepared).matches(this.#host, input.subject, isEqual)) ? known : null;
  }

  /** What the template's saved query answers, as JSON text; a problem when it fails. */
  async #data({ dataQuery }: Prepared, id: string): Promise<string | RenderProblem | null> {
    if (dataQuery === null) return null;
    try {
      return await this.#parts.session.answer(parse(dataQuery), { [this.#parts.subject.field]: id });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return problem('DataQueryError', `The saved query failed: ${error.message}`);
    }
  }
}
