import {
  createWriter,
  newMasterKey,
  type Actor,
  type DomainRule,
  type InputRow,
  type Outcome,
  type RowPredicates,
  type RunOptions,
  type SavedIds,
  type Work,
  type Writer,
} from '@plumbline/engine';
import { testDatabase } from '../../testing/src/index.ts';
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { checkCustomFields, createDataSource, domains, registry } from '../src/index.ts';

/** Refusals as `path CODE`, the way tests compare them. */
export const codes = ({ errors }: Pick<Outcome<unknown>, 'errors'>): string[] =>
  errors.map(({ path, code }) => `${path} ${code}`);

/** What a rule is called in the lists of cases: its entity and its name, or the verb a command wraps. */
export const keyOf = (rule: DomainRule): string => `${rule.entity} ${'name' in rule ? rule.name : rule.verb}`;

/** A mutation run takes one rule out, named by PLUMBLINE_MUTANT as `entity name`, and expects a test to fail. */
const isMutant = (rule: DomainRule): boolean => keyOf(rule) === process.env['PLUMBLINE_MUTANT'];

/** Key by which a case names the check of custom field values, which is no rule of a domain. */
export const CUSTOM_FIELDS = 'customFields';

/** What stands in for a rule of the product; null takes the rule out. */
export type Replace = (rule: DomainRule) => DomainRule | null;

const writerOver = (
  dataSource: DataSource,
  replace: Replace,
  isOff: (key: string) => boolean = () => false,
  predicates?: RowPredicates,
): Writer =>
  createWriter({
    registry,
    dataSource,
    rules: domains.flatMap((domain) => domain.rules).flatMap((rule) => (isMutant(rule) ? [] : (replace(rule) ?? []))),
    masterKeys: [newMasterKey()],
    ...(!isOff(CUSTOM_FIELDS) && { customFields: checkCustomFields }),
    settings: domains.flatMap((domain) => domain.settings),
    ...(predicates && { predicates }),
  });

/** An organization of one's own in a fresh database, with the product's writer over it. */
export class Plant {
  private serial = 0;

  private constructor(
    readonly url: string,
    readonly dataSource: DataSource,
    readonly writer: Writer,
    readonly actor: Actor,
  ) {}

  static async open(): Promise<Plant> {
    const { url } = await testDatabase();
    const dataSource = await createDataSource(url, { poolSize: 6 }).initialize();
    const organizationId = randomUUID();
    await dataSource.query("INSERT INTO core_organization (id, number, name, slug) VALUES ($1, 1, 'Test', 'test')", [
      organizationId,
    ]);
    const writer = writerOver(dataSource, (rule) => rule);
    const actor: Actor = {
      organizationId,
      userId: null,
      tokenId: null,
      name: 'tester',
      source: 'api',
      superuser: true,
      readOnly: false,
      bulk: false,
      requestId: 'test',
      grants: [],
    };
    return new Plant(url, dataSource, writer, actor);
  }

  close(): Promise<void> {
    return this.dataSource.destroy();
  }

  run<T>(body: (work: Work) => Promise<T>, options: RunOptions = {}): Promise<Outcome<T>> {
    return this.writer.run(this.actor, options, body);
  }

  /** A writer without the named rules; a command gives way to the generic verb. */
  without(keys: readonly string[]): Writer {
    const off = new Set(keys);
    return writerOver(
      this.dataSource,
      (rule) => {
        if (!off.has(keyOf(rule))) return rule;
        return rule.kind === 'command' ? { ...rule, run: (_work, inputs, next) => next(inputs) } : null;
      },
      (key) => off.has(key),
    );
  }

  /** A writer with other rules in place of some. */
  replacing(replace: Replace): Writer {
    return writerOver(this.dataSource, replace);
  }

  /** A writer for one who sees less than everything. */
  seeing(predicates: RowPredicates): Writer {
    return writerOver(
      this.dataSource,
      (rule) => rule,
      () => false,
      predicates,
    );
  }

  create(model: string, ...inputs: InputRow[]): Promise<Outcome<SavedIds>> {
    return this.run((work) => work.create(model, inputs));
  }

  /** Creates rows as a trusted import does. */
  import(model: string, ...inputs: InputRow[]): Promise<Outcome<SavedIds>> {
    return this.writer.run({ ...this.actor, source: 'import' }, { trusted: true }, (work) =>
      work.create(model, inputs),
    );
  }

  update(model: string, ...inputs: InputRow[]): Promise<Outcome<SavedIds>> {
    return this.run((work) => work.update(model, inputs));
  }

  remove(model: string, ...ids: string[]): Promise<Outcome<SavedIds>> {
    return this.run((work) => work.delete(model, { ids }));
  }

  /** Creates rows and gives their ids; throws when anything is refused. */
  async all(model: string, inputs: readonly InputRow[]): Promise<string[]> {
    const outcome = await this.create(model, ...inputs);
    if (!outcome.result) throw new Error(JSON.stringify(outcome.errors.slice(0, 5)));
    return outcome.result.map(String);
  }

  /** Creates a row and gives its id; throws when it is refused. */
  async make(model: string, input: InputRow): Promise<string> {
    const [id = ''] = await this.all(model, [input]);
    return id;
  }

  /** A name nothing else in the plant has. */
  name(stem: string): string {
    return `${stem}-${++this.serial}`;
  }

  /** A row with name and slug. */
  named(model: string, rest: InputRow = {}): Promise<string> {
    const name = this.name('n');
    return this.make(model, { name, slug: name, ...rest });
  }

  rack(site: string, rest: InputRow = {}): Promise<string> {
    return this.make('dcim.Rack', { name: this.name('rack'), site, ...rest });
  }

  async type(rest: InputRow = {}): Promise<string> {
    const model = this.name('type');
    const manufacturer = rest['manufacturer'] ?? (await this.named('dcim.Manufacturer'));
    return this.make('dcim.DeviceType', { model, slug: model, ...rest, manufacturer });
  }

  private role: string | undefined;

  /** Input of a device of the type; the role is shared. */
  async deviceInput(deviceType: string, rest: InputRow = {}): Promise<InputRow> {
    this.role ??= await this.named('dcim.DeviceRole');
    return { name: this.name('dev'), deviceType, role: this.role, ...rest };
  }

  async device(deviceType: string, rest: InputRow = {}): Promise<string> {
    return this.make('dcim.Device', await this.deviceInput(deviceType, rest));
  }

  /** A user who belongs to the organization. */
  async user(): Promise<string> {
    const id = randomUUID();
    const name = this.name('user');
    await this.dataSource.query(
      `INSERT INTO users_user (id, number, username, is_superuser, is_active) VALUES ($1, $2, $3, false, true)`,
      [id, 1000 + this.serial, name],
    );
    await this.dataSource.query('INSERT INTO users_membership (user_id, organization_id) VALUES ($1, $2)', [
      id,
      this.actor.organizationId,
    ]);
    return id;
  }

  /** One stored row by id, columns as the database names them. */
  async row(table: string, id: string): Promise<Record<string, unknown>> {
    const rows: Record<string, unknown>[] = await this.dataSource.query(`SELECT * FROM ${table} WHERE id = $1`, [id]);
    return rows[0] ?? {};
  }
}
