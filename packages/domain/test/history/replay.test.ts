import {
  rebuildRows,
  replayRows,
  revertChangeSet,
  type InputRow,
  type Outcome,
  type ReplayedRow,
  type Row,
} from '@plumbline/engine';
import { isDeepStrictEqual } from 'node:util';
import { registry } from '../../src/index.ts';
import { Plant } from '../plant.ts';
import { contentsOf, differences } from './contents.ts';

jest.setTimeout(1_500_000);

const FULL = process.env['PLUMBLINE_FULL'] === '1';
const OPERATIONS = FULL ? 3_000 : 100;
const SEEDS = FULL ? [1, 2, 3] : [1];
const LOOK_EVERY = FULL ? 500 : 50;

/** Numbers that are the same for the same seed (mulberry32). */
const randomOf = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** Somebody who does one thing after the other, without a plan. */
class Somebody {
  readonly #random: () => number;
  readonly #sets: string[] = [];
  readonly done = new Map<string, number>();

  constructor(
    readonly plant: Plant,
    seed: number,
    private readonly base: {
      readonly type: string;
      readonly role: string;
      readonly site: string;
      readonly tag: string;
    },
  ) {
    this.#random = randomOf(seed);
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  #one<T>(items: readonly T[]): T | undefined {
    return items[this.#below(items.length)];
  }

  async #any(table: string, where = 'true'): Promise<string | undefined> {
    const rows = await this.plant.dataSource.query<{ id: string }[]>(
      `SELECT id FROM ${table} t WHERE ${where} ORDER BY number`,
    );
    return this.#one(rows)?.id;
  }

  async #region(): Promise<Outcome<unknown>> {
    const name = this.plant.name('region');
    const parent = this.#below(3) > 0 ? await this.#any('dcim_region') : undefined;
    return this.plant.create('dcim.Region', { name, slug: name, ...(parent && { parent: { id: parent } }) });
  }

  async #move(): Promise<Outcome<unknown>> {
    const [id, parent] = [await this.#any('dcim_region'), await this.#any('dcim_region')];
    return this.plant.update('dcim.Region', {
      id,
      parent: this.#below(2) ? { id: parent } : null,
      description: this.plant.name('d'),
    });
  }

  async #device(): Promise<Outcome<unknown>> {
    const { type, role, site, tag } = this.base;
    const input = {
      name: this.plant.name('dev'),
      deviceType: type,
      role,
      site,
      ...(this.#below(2) && { tags: [{ id: tag }] }),
    };
    return this.plant.create('dcim.Device', input);
  }

  async #edit(): Promise<Outcome<unknown>> {
    const id = await this.#any('dcim_device');
    const edits: readonly InputRow[] = [
      { serial: this.plant.name('s') },
      { serial: null, comments: 'a\tb\\c\n"d"' },
      { tags: this.#below(2) ? [] : { add: [{ id: this.base.tag }] } },
      {
        status: this.#one(['active', 'planned', 'offline']),
        localContextData: this.#one([null, [], {}, { a: [1, null] }]),
      },
    ];
    return this.plant.update('dcim.Device', { id, ...this.#one(edits) });
  }

  #bulk(): Promise<Outcome<unknown>> {
    const status = this.#one(['active', 'staged']);
    const filter = { name: { startsWith: 'dev' } };
    return this.plant.run(async (work) => {
      const rows = await work.read.rows('dcim.Device', { filter, fields: [] });
      return work.updateWhere('dcim.Device', filter, { status }, rows.length);
    });
  }

  async #cable(): Promise<Outcome<unknown>> {
    const free = 'cable_id IS NULL';
    const [a, b] = [await this.#any('dcim_interface', free), await this.#any('dcim_interface', free)];
    return this.plant.create('dcim.Cable', {
      aTerminations: [{ interface: { id: a } }],
      bTerminations: [{ interface: { id: b } }],
      length: '1.5',
      lengthUnit: 'm',
    });
  }

  async #repatch(): Promise<Outcome<unknown>> {
    const [id, to] = [await this.#any('dcim_cable'), await this.#any('dcim_interface', 'cable_id IS NULL')];
    return this.plant.update('dcim.Cable', { id, bTerminations: [{ interface: { id: to } }] });
  }

  async #address(): Promise<Outcome<unknown>> {
    const port = await this.#any('dcim_interface');
    const prefix = { prefix: `10.${this.#below(4)}.${this.#below(4)}.0/${this.#one([16, 24, 26]) === 16 ? 24 : 26}` };
    if (this.#below(3) === 0) return this.plant.create('ipam.Prefix', prefix);
    const address = `10.${this.#below(4)}.${this.#below(4)}.${1 + this.#below(200)}/24`;
    return this.plant.create('ipam.IpAddress', {
      address,
      ...(port && { assignedObject: { interface: { id: port } } }),
    });
  }

  async #primary(): Promise<Outcome<unknown>> {
    const rows = await this.plant.dataSource.query<{ id: string; device: string }[]>(
      `SELECT a.id, i.device_id AS device FROM ipam_ip_address a JOIN dcim_interface i ON i.id = a.assigned_object_interface_id
       ORDER BY a.number`,
    );
    const address = this.#one(rows);
    return this.plant.update('dcim.Device', { id: address?.device, primaryIp4: { id: address?.id } });
  }

  async #note(): Promise<Outcome<unknown>> {
    const objectId = await this.#any('dcim_device');
    return this.plant.create('extras.JournalEntry', {
      objectType: 'dcim.Device',
      objectId,
      comments: this.plant.name('note'),
    });
  }

  #types(): readonly string[] {
    const types = ['dcim.Device', 'dcim.Region', 'tenancy.Tenant'].filter(() => this.#below(2) > 0);
    return types.length > 0 ? types : ['dcim.Device'];
  }

  #field(): Promise<Outcome<unknown>> {
    const name = this.plant.name('f').replace('-', '');
    return this.plant.create('extras.CustomField', {
      name,
      type: 'text',
      objectTypes: this.#types(),
      default: this.#one([null, 'none', '']),
    });
  }

  async #refield(): Promise<Outcome<unknown>> {
    const id = await this.#any('extras_custom_field');
    const name = this.plant.name('g').replace('-', '');
    return this.plant.update('extras.CustomField', {
      id,
      ...this.#one([{ name }, { objectTypes: this.#types() }, { name, objectTypes: this.#types() }]),
    });
  }

  async #value(): Promise<Outcome<unknown>> {
    const rows = await this.plant.dataSource.query<{ name: string; types: readonly string[] }[]>(
      'SELECT name, object_types AS types FROM extras_custom_field ORDER BY number',
    );
    const { name = '', types = [] } = this.#one(rows) ?? {};
    const model = this.#one(types) ?? 'dcim.Device';
    const id = await this.#any(registry.model(model).table);
    return this.plant.update(model, { id, customFields: { [name]: this.#one([this.plant.name('v'), null]) } });
  }

  #import(): Promise<Outcome<unknown>> {
    const rows = Array.from({ length: 1 + this.#below(5) }, () => {
      const name = this.plant.name('tenant');
      return {
        name,
        slug: name,
        created: '2020-01-02T03:04:05Z',
        lastUpdated: '2021-02-03T04:05:06.5Z',
        number: undefined,
      };
    });
    return this.plant.import('tenancy.Tenant', ...rows);
  }

  async #remove(): Promise<Outcome<unknown>> {
    const [model, table] = this.#one([
      ['dcim.Device', 'dcim_device'],
      ['dcim.Region', 'dcim_region'],
      ['extras.CustomField', 'extras_custom_field'],
      ['dcim.Cable', 'dcim_cable'],
      ['dcim.Interface', 'dcim_interface'],
      ['ipam.Prefix', 'ipam_prefix'],
      ['ipam.IpAddress', 'ipam_ip_address'],
      ['tenancy.Tenant', 'tenancy_tenant'],
    ] as const) ?? ['', ''];
    return this.plant.remove(model, (await this.#any(table)) ?? '');
  }

  #undo(): Promise<Outcome<unknown>> {
    return revertChangeSet(this.plant.writer, this.plant.actor, this.#one(this.#sets.slice(-12)) ?? '');
  }

  /** Does something; what is refused was refused. */
  async act(): Promise<void> {
    const ways: readonly (readonly [string, () => Promise<Outcome<unknown>>])[] = [
      ['region', () => this.#region()],
      ['move', () => this.#move()],
      ['device', () => this.#device()],
      ['device', () => this.#device()],
      ['edit', () => this.#edit()],
      ['edit', () => this.#edit()],
      ['bulk', () => this.#bulk()],
      ['cable', () => this.#cable()],
      ['cable', () => this.#cable()],
      ['repatch', () => this.#repatch()],
      ['address', () => this.#address()],
      ['primary', () => this.#primary()],
      ['note', () => this.#note()],
      ['import', () => this.#import()],
      ['field', () => this.#field()],
      ['refield', () => this.#refield()],
      ['value', () => this.#value()],
      ['value', () => this.#value()],
      ['remove', () => this.#remove()],
      ['undo', () => this.#undo()],
    ];
    const [name, way] = this.#one(ways) ?? ['', this.#region];
    const { changeSetId } = await way();
    if (changeSetId === null) return;
    this.#sets.push(changeSetId);
    this.done.set(name, (this.done.get(name) ?? 0) + 1);
  }
}

const models = registry.models.filter(({ handMade, name }) => !handMade && name !== 'core.Organization');

const db = (plant: Plant) => ({
  query: <T>(sql: string, values: readonly unknown[] = []) => plant.dataSource.query<T[]>(sql, [...values]),
});

const replayed = async (plant: Plant): Promise<ReplayedRow[]> => {
  const rows: ReplayedRow[] = [];
  for (const model of models) rows.push(...(await replayRows(db(plant), model, plant.actor.organizationId)));
  return rows;
};

/** What the log tells of rows that are stored otherwise, or not at all. */
const amiss = async (plant: Plant, rows: readonly ReplayedRow[]): Promise<unknown[]> => {
  const found: unknown[] = [];
  const told = new Map(rows.map((one) => [one.id, one]));
  const outcome = await plant.run(async (work) => {
    for (const model of models)
      for (const stored of await work.read.rows(model.name)) {
        const { row } = told.get(String(stored['id'])) ?? { row: {} as Row };
        told.delete(String(stored['id']));
        const keys = Object.keys(row).filter((key) => !isDeepStrictEqual(row[key], stored[key] ?? null));
        if (keys.length > 0 || Object.keys(row).length === 0)
          found.push({
            type: model.name,
            id: stored['id'],
            keys,
            told: keys.map((key) => row[key]),
            stored: keys.map((key) => stored[key]),
          });
      }
    return null;
  });
  return [...outcome.errors, ...found, ...told.values()];
};

describe.each(SEEDS)('whatever is done (seed %i)', (seed) => {
  test(`the log alone tells what is stored, after ${OPERATIONS} random writes`, async () => {
    const plant = await Plant.open();
    const other = await Plant.open();
    try {
      const type = await plant.type();
      await plant.all(
        'dcim.InterfaceTemplate',
        [1, 2].map((n) => ({ deviceType: type, name: `eth${n}`, type: '1000base-t' })),
      );
      const [role, site, tag] = [
        await plant.named('dcim.DeviceRole'),
        await plant.named('dcim.Site'),
        await plant.named('extras.Tag'),
      ];
      const somebody = new Somebody(plant, seed, { type, role, site, tag });
      for (let i = 1; i <= OPERATIONS; i++) {
        await somebody.act();
        if (i % LOOK_EVERY === 0) expect(await amiss(plant, await replayed(plant))).toEqual([]);
      }
      expect([...somebody.done.keys()].toSorted()).toEqual([
        'address',
        'bulk',
        'cable',
        'device',
        'edit',
        'field',
        'import',
        'move',
        'note',
        'primary',
        'refield',
        'region',
        'remove',
        'repatch',
        'undo',
        'value',
      ]);
      const { organizationId } = plant.actor;
      await other.dataSource.query(
        "INSERT INTO core_organization (id, number, name, slug) VALUES ($1, 9, 'Rebuilt', 'rebuilt')",
        [organizationId],
      );
      const rows = await replayed(plant);
      const { errors } = await other.writer.run(plant.actor, {}, (work) => rebuildRows(work, rows));
      expect(errors).toEqual([]);
      const without = (contents: Awaited<ReturnType<typeof contentsOf>>) =>
        new Map([...contents].filter(([table]) => table !== 'core_organization'));
      expect(differences(without(await contentsOf(plant)), without(await contentsOf(other))).slice(0, 5)).toEqual([]);
    } finally {
      await plant.close();
      await other.close();
    }
  });
});
