import { defineJob, type JobContext, type JobDefinition } from '@plumbline/engine';
import { InvalidInput } from '@plumbline/kit';
import type { ConfigAsk, ConfigService, RowName } from '../config-service.queries.ts';
import { DEVICE, SUBJECTS, type Subject } from '../subject.ts';
import type { RenderedConfig } from './rendered.ts';

/** What `jobStart(name: "renderConfigs")` takes. */
export interface RenderJobInput {
  /** What is rendered. */
  readonly of: Subject;
  /** Filter, as the list of the type takes it; all rows when absent. */
  readonly filter: unknown;
  /** Template by id, number or name; each row's own when absent. */
  readonly template: RowName | null;
  readonly extra: Readonly<Record<string, unknown>> | null;
  /** Renders and reports, and keeps nothing. */
  readonly dryRun: boolean;
}

/** Renders of one snapshot. */
const BATCH = 500;
/** A batch may take this long. */
const BATCH_MS = 600_000;
/** Failed renders named in the result. */
const MOST_FAILED = 1_000;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const KEYS: ReadonlySet<string> = new Set(['type', 'filter', 'template', 'extra', 'dryRun']);

const refuse = (path: string, message: string): never => {
  throw new InvalidInput([{ path, code: 'BAD_USER_INPUT', message }]);
};

const inputOf = (raw: unknown): RenderJobInput => {
  const input = raw === null || raw === undefined ? {} : raw;
  if (!isObject(input))
    return refuse('input', 'Give an object, such as { filter: { site: { slug: { eq: "ams1" } } } }.');
  const unknown = Object.keys(input).find((key) => !KEYS.has(key));
  if (unknown !== undefined) refuse(`input.${unknown}`, `The job takes ${[...KEYS].join(', ')}.`);
  const { type = DEVICE.type, filter, template = null, extra = null, dryRun = false } = input;
  const of = SUBJECTS.find((each) => each.type === type);
  if (!of) return refuse('input.type', `The type is ${SUBJECTS.map((each) => each.type).join(' or ')}.`);
  if (filter === null) refuse('input.filter', `filter must not be null; leave it out to render all ${of.plural}.`);
  if (template !== null && !isObject(template)) refuse('input.template', 'Name the template as { name: "..." }.');
  if (extra !== null && !isObject(extra)) refuse('input.extra', 'Extra data is an object.');
  if (typeof dryRun !== 'boolean') return refuse('input.dryRun', 'dryRun is true or false.');
  return { of, filter, template: template as RowName | null, extra: extra as RenderJobInput['extra'], dryRun };
};

/** A failed render; the name of what it was for is under `device` or `virtualMachine`. */
type FailedRow = Readonly<Partial<Record<Subject['field'], string>>> & {
  readonly id: string;
  readonly template: string | null;
  readonly kind: string;
  readonly message: string;
  readonly line: number | null;
};

/** What the job found, kept as its result. */
interface Tally {
  rendered: number;
  stored: number;
  unchanged: number;
  /** Of those unchanged, the ones for which no template was run, since nothing that goes in has changed. */
  reused: number;
  failed: number;
  readonly failures: FailedRow[];
}

const countFailures = (tally: Tally, renders: readonly RenderedConfig[]): void => {
  for (const { ok, subject, template, errors } of renders) {
    if (ok) {
      tally.rendered += 1;
      continue;
    }
    tally.failed += 1;
    const [error] = errors;
    if (tally.failures.length < MOST_FAILED && error)
      tally.failures.push({
        [subject.of.field]: subject.name,
        id: subject.id,
        template: error.template ?? template?.name ?? null,
        kind: error.kind,
        message: error.message,
        line: error.line,
      });
  }
};

const runJob = async (configs: ConfigService, context: JobContext<unknown>): Promise<Tally> => {
  const { actor, signal, writer } = context;
  const { of, filter, template, extra, dryRun } = inputOf(context.input);
  const ask: ConfigAsk = { of, template, source: null, options: null, extra, reuse: true };
  const caller = { actor, signal, deadlineMs: BATCH_MS };
  const ids = await configs.ids(caller, of, filter);
  const tally: Tally = { rendered: 0, stored: 0, unchanged: 0, reused: 0, failed: 0, failures: [] };
  const keep = async (renders: readonly RenderedConfig[]): Promise<void> => {
    if (dryRun) return;
    const { stored, unchanged } = await configs.store(writer, caller, renders, extra);
    tally.stored += stored.length;
    tally.unchanged += unchanged.length;
  };
  let kept = Promise.resolve();
  for (let at = 0; at < ids.length; at += BATCH) {
    signal.throwIfAborted();
    const renders = await configs.renders(caller, ids.slice(at, at + BATCH), ask);
    countFailures(tally, renders);
    tally.reused += renders.filter(({ reused }) => reused).length;
    await kept;
    kept = keep(renders); // while the next are rendered
    kept.catch(() => undefined); // thrown by the next round, or at the end
    context.progress((100 * Math.min(ids.length, at + BATCH)) / ids.length);
  }
  await kept;
  context.log(
    `${tally.rendered} of ${ids.length} ${of.plural} rendered, ${tally.stored} changed, ${tally.failed} failed.`,
  );
  return tally;
};

/** The job `renderConfigs(type, filter, template, extra)`: renders devices or virtual machines and keeps what changed. */
export const renderJob = (configs: ConfigService): JobDefinition =>
  defineJob({
    name: 'renderConfigs',
    label: 'Render configurations',
    description: 'Renders devices or virtual machines, and keeps what changed.',
    startedBy: 'anyone',
    concurrency: { perOrganization: 2 },
    inputs: [
      {
        name: 'type',
        kind: 'choice',
        choices: SUBJECTS.map(({ type }) => type),
        help: 'What is rendered',
        initial: DEVICE.type,
      },
      { name: 'filter', kind: 'json', help: 'Filter, as the list of the type takes it; all rows without' },
      { name: 'template', kind: 'json', help: 'Such as { "name": "edge" }; the own one of each row without' },
      { name: 'extra', kind: 'json', help: 'Data that templates get besides' },
      { name: 'dryRun', kind: 'flag', help: 'Renders and reports, and keeps nothing', initial: false },
    ],
    parse: inputOf,
    run: (context) => runJob(configs, context),
  });
