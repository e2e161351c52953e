import type { FoundTemplate } from '@plumbline/render';
import type { ContextDevice } from '../context/context.queries.ts';
import { readContextualDevices, readDeviceContexts, type ContextualDevices } from '../context/merged.queries.ts';
import { GraphError } from '../graph/graph-error.ts';
import { pickTemplates, readTemplates, type StoredTemplate } from '../template/template.queries.ts';
import { readArtefacts, type KnownArtefact } from './artefacts.queries.ts';
import { DeviceRun, type RenderParts, type RunInput } from './device-run.queries.ts';
import { extraKey } from './digest.ts';
import { preparedSource, preparedStored, type Prepared } from './prepared.ts';
import { problem, type RenderAsk, type RenderedConfig, type RenderProblem } from './rendered.ts';

/** Devices whose reads go together; while some are rendered the next are read. */
const TOGETHER = 100;

/** Finds templates for devices, and other templates for templates. */
class Templates {
  readonly #parts: RenderParts;
  readonly #ask: RenderAsk;
  readonly #named = new Map<string, Promise<FoundTemplate | null>>();
  readonly #prepared = new Map<string, Prepared>();
  #stored: ReadonlyMap<string, StoredTemplate> = new Map();

  constructor(parts: RenderParts, ask: RenderAsk) {
    this.#parts = parts;
    this.#ask = ask;
  }

  /** Reads what the devices name, unless the caller named something. */
  async read(devices: readonly ContextDevice[]): Promise<void> {
    const { template, source } = this.#ask;
    if (template !== null || source !== null) return;
    const ids = new Set(devices.flatMap(({ templateIds }) => templateIds));
    this.#stored = await readTemplates(this.#parts.session, [...ids]);
  }

  of(device: ContextDevice): Prepared | RenderProblem {
    const { source, options, template } = this.#ask;
    if (source !== null && template === null) return this.#prepare('', () => preparedSource(source, options));
    const [nearest] = device.templateIds;
    const stored = template ?? (nearest === undefined ? undefined : this.#stored.get(nearest));
    if (stored) return this.#prepare(stored.id, () => preparedStored(stored, source));
    return nearest === undefined
      ? problem('TemplateNotFound', 'Neither the device nor its role nor its platform names a config template.')
      : problem('TemplateNotFound', 'There is no such template, or you may not read it.');
  }

  #prepare(key: string, make: () => Prepared): Prepared {
    const known = this.#prepared.get(key) ?? make();
    this.#prepared.set(key, known);
    return known;
  }

  find(name: string): Promise<FoundTemplate | null> {
    const known = this.#named.get(name) ?? this.#readNamed(name);
    this.#named.set(name, known);
    return known;
  }

  async #readNamed(name: string): Promise<FoundTemplate | null> {
    const found = await pickTemplates(this.#parts.session, { name: { eq: name } });
    const [template] = found;
    if (found.length > 1)
      throw new GraphError('ValueError', `${found.length} templates are called '${name}'; rename all but one.`);
    return template ? { source: template.source } : null;
  }
}

/** Contexts of devices as JSON text; those of other devices are read when a template asks. */
const contextTexts =
  (parts: RenderParts, { devices, contextOf }: ContextualDevices): RunInput['contextsOf'] =>
  async (ids) => {
    const others = ids.filter((id) => !devices.has(id));
    const read = await readDeviceContexts(parts.session, others);
    return ids.map((id) => (contextOf(id) ?? read.get(id))?.text ?? null);
  };

const inputOf = async (
  parts: RenderParts,
  ask: RenderAsk,
  templates: Templates,
  ids: readonly string[],
): Promise<RunInput> => {
  const artefacts = ask.reuse === true ? readArtefacts(parts.session, ids, extraKey(ask.extra)) : NO_ARTEFACTS;
  const [contextual, known] = await Promise.all([readContextualDevices(parts.session, ids), artefacts]);
  return {
    contextual,
    artefacts: known,
    find: (name) => templates.find(name),
    contextsOf: contextTexts(parts, contextual),
    extra: ask.extra === null ? null : JSON.stringify(ask.extra),
  };
};

const NO_ARTEFACTS: ReadonlyMap<string, KnownArtefact> = new Map();

/** Renders devices, in the order of their ids; hidden ones are missing. A failed render is a row like others. */
export const renderDevices = async (
  parts: RenderParts,
  ids: readonly string[],
  ask: RenderAsk,
): Promise<RenderedConfig[]> => {
  const templates = new Templates(parts, ask);
  const input = await inputOf(parts, ask, templates, ids);
  const devices = ids.flatMap((id) => input.contextual.devices.get(id) ?? []);
  await templates.read(devices);
  const begin = async (at: number): Promise<DeviceRun> => {
    const some = devices.slice(at, at + TOGETHER);
    const run = new DeviceRun(parts, input, some, (device) => templates.of(device));
    await run.readAhead();
    return run;
  };
  const renders: RenderedConfig[] = [];
  let next = begin(0);
  for (let at = 0; at < devices.length; at += TOGETHER) {
    const run = await next;
    next = begin(at + TOGETHER);
    next.catch(() => undefined); // thrown by the next round, if there is one
    renders.push(...(await run.all()));
  }
  await next;
  return renders;
};
