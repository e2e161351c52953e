import {
  buildSchemaFor,
  bulkExport,
  createReader,
  fileGuard,
  FileStore,
  grantPredicates,
  type Actor,
  type JobDefinition,
  type Reader,
  type Writer,
} from '@plumbline/engine';
import { RenderPool } from '@plumbline/render';
import { parse, type GraphQLSchema } from 'graphql';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { ConfigService, domains, registry, SESSION_OPTIONS } from '../../src/index.ts';
import { DEVICE } from '../../src/render/subject.ts';
import { ExchangeDesk } from '../exchange-desk.ts';
import { plantSecrets, type Secrets } from './secrets.ts';
import { viewerOf } from './viewers.ts';

/** What names of the first and of the second organization begin with. */
export const [OURS, THEIRS] = ['ours', 'theirs'] as const;

/** Two organizations alike, and in the first one who sees not all of it, with every way out that is no list of the API. */
export class OutletDesk {
  readonly schema: GraphQLSchema = buildSchemaFor({ registry, rules: domains.flatMap(({ rules }) => rules) });
  readonly reader: Reader = createReader({ registry, schema: this.schema, predicates: grantPredicates(registry) });
  readonly writer: Writer;
  readonly files: FileStore;
  readonly #folder = mkdtempSync(join(tmpdir(), 'plumbline-outlets-'));
  readonly #renders = new RenderPool({ size: 1 });
  readonly #configs: ConfigService;

  private constructor(
    readonly desk: ExchangeDesk,
    readonly pool: Pool,
    /** What lies in the first organization. */
    readonly own: Secrets,
    /** Administrators of the two organizations. */
    readonly admin: Actor,
    readonly neighbour: Actor,
  ) {
    this.writer = desk.plant.seeing(grantPredicates(registry));
    this.files = new FileStore(this.#folder, pool, fileGuard(pool, registry, grantPredicates(registry)));
    const graph = { registry, schema: this.schema, predicates: grantPredicates(registry) };
    this.#configs = new ConfigService({ graph, pool, renders: this.#renders });
  }

  static async open(): Promise<OutletDesk> {
    const desk = await ExchangeDesk.open();
    const { plant } = desk;
    const pool = new Pool({ connectionString: plant.url, max: 3, options: SESSION_OPTIONS, pipeline: true } as never);
    const neighbour = await desk.empty();
    await plantSecrets(plant, neighbour, THEIRS);
    return new OutletDesk(desk, pool, await plantSecrets(plant, plant.actor, OURS), plant.actor, neighbour);
  }

  async close(): Promise<void> {
    await this.#configs.stop();
    await this.pool.end();
    await this.desk.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Who sees neither the hidden rows of the first organization nor its hidden field. */
  viewer(): Actor {
    return viewerOf(this.admin, this.own.hidden, this.own.fields);
  }

  /** What a query answers. */
  async ask(actor: Actor, text: string): Promise<string> {
    const answer = await this.reader.respond({ document: parse(text), actor }, this.pool);
    if (!answer) throw new Error(`Not on the fast path: ${text}`);
    return answer.text;
  }

  /** Everything that a job says and leaves: its result, log and refusal, and the content of its file. */
  async job(job: JobDefinition, input: object, actor: Actor): Promise<string> {
    const said: unknown[] = [];
    const context = {
      ...this.desk.context(input, actor),
      reader: this.reader,
      writer: this.writer,
      files: this.files,
      log: (message: string) => void said.push(message),
    };
    try {
      const result = await job.run(context);
      said.push(result);
      const { fileId } = (result ?? {}) as { fileId?: string };
      if (fileId !== undefined) said.push(await this.#textOf(await this.files.find(actor.organizationId, fileId)));
    } catch (error) {
      said.push(String(error), (error as { problems?: unknown }).problems);
    }
    return said.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n');
  }

  async #textOf(file: Parameters<FileStore['read']>[0]): Promise<string> {
    let text = '';
    for await (const chunk of this.files.read(file)) text += String(chunk);
    return text;
  }

  /** As `job`, for the export of one list. */
  bulk(query: string, actor: Actor): Promise<string> {
    return this.job(bulkExport(this.schema), { query }, actor);
  }

  /** A file with a text, of one who asks. */
  async file(text: string, actor: Actor): Promise<string> {
    const { organizationId, userId } = actor;
    const file = await this.files.create({ organizationId, userId, name: 'rows' });
    const bytes = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from(text);
    };
    return (await this.files.complete(await this.files.append(file, 0, bytes()))).id;
  }

  /** What a template of the request makes of a device, with its problems. */
  async render(source: string, device: string, actor: Actor): Promise<string> {
    const ask = { of: DEVICE, template: null, source, options: { undefined: 'default' }, extra: null };
    const renders = await this.#configs.renders({ actor }, [device], ask);
    return JSON.stringify(renders.map(({ text, errors }) => ({ text, errors })));
  }
}
