import type { Edge, InputRow, Model, Row, ScalarField, Work } from '@plumbline/engine';
import { registry } from '../../src/index.ts';
import { archivedFields, archivedModels, secretsOf } from '../../src/exchange/archive/contents.ts';
import type { ExchangeDesk } from '../exchange-desk.ts';
import type { Plant } from '../plant.ts';
import { Samples } from '../samples.ts';

type Made = ReadonlyMap<string, readonly string[]>;

/** A value for an optional field, as an import may bring it. */
const valueFor = ({ type, spec, system, name }: ScalarField, n: number, user: string): unknown => {
  if (name === 'createdBy' || name === 'lastUpdatedBy') return user;
  if (name === 'created' || name === 'lastUpdated') return `2024-02-0${1 + (n % 9)}T03:04:05.678901Z`;
  if (system) return undefined;
  return spec.kind === 'json' ? { sample: [n, null, 'ü "quoted"'] } : type.sample(n, spec);
};

interface Place {
  readonly id: string;
  readonly n: number;
  readonly user: string;
}

const edgeValue = (edge: Edge | undefined, made: Made, { id: own, n }: Place): unknown => {
  const other = (target: string) => {
    const others = made.get(target)?.filter((id) => id !== own) ?? [];
    return others[(n + (edge?.name.length ?? 0)) % others.length]; // front and rear show different images
  };
  if (edge?.kind === 'one') return other(edge.target);
  if (edge?.kind === 'manyToMany') return made.get(edge.target)?.slice(0, 2);
  const arm = edge?.kind === 'arc' ? edge.arms.find(({ target }) => other(target) !== undefined) : undefined;
  return arm && { [arm.arm]: { id: other(arm.target) } };
};

const valueOf = (model: Model, key: string, made: Made, place: Place): unknown => {
  const { n, user } = place;
  const scalar = model.scalars.get(key);
  if (key === 'customFields')
    return { sample_text: `value ${n}`, sample_site: made.get('dcim.Site')?.[0], sample_tags: made.get('extras.Tag') };
  return scalar ? valueFor(scalar, n, user) : edgeValue(model.edges.get(key), made, place);
};

/** Custom fields of every type that can have some; two of them name objects. */
const customFields = (): InputRow[] => {
  const objectTypes = registry.models.filter(({ features }) => features.has('customFields')).map(({ name }) => name);
  return [
    { name: 'sample_text', type: 'text', objectTypes },
    { name: 'sample_site', type: 'object', relatedObjectType: 'dcim.Site', objectTypes },
    { name: 'sample_tags', type: 'multiobject', relatedObjectType: 'extras.Tag', objectTypes },
  ];
};

/** Values for every field of a row that a sample leaves empty. */
const fillingOf = (model: Model, row: Row, made: Made, place: Place): Record<string, unknown> => {
  const filling: Record<string, unknown> = {};
  for (const key of [...archivedFields(model), ...secretsOf(model)]) {
    const isEmpty = row[key] === null || (Array.isArray(row[key]) && row[key].length === 0) || key === 'customFields';
    const scalar = model.scalars.get(key);
    if (!isEmpty && !scalar?.system) continue;
    const value = valueOf(model, key, made, place);
    if (value !== undefined) filling[key] = value;
  }
  return filling;
};

/** Fields of a refused update. */
const refusedFields = (errors: readonly { readonly path: string }[]): string[] =>
  errors.flatMap(({ path }) => /^input\.0\.(\w+)/.exec(path)?.[1] ?? []);

/** A sample of every type with every field filled that the database lets be filled. */
export class FullSamples {
  /** Fields that could not be filled, `dcim.Device.face`. */
  readonly unfilled: string[] = [];
  private readonly made = new Map<string, string[]>();

  private readonly plant: Plant;

  constructor(private readonly desk: ExchangeDesk) {
    this.plant = desk.plant;
  }

  async make(): Promise<void> {
    const samples = new Samples(registry, this.plant);
    const user = await this.plant.user();
    await this.plant.all('extras.CustomField', customFields());
    const models = archivedModels(registry).filter(({ name }) => name !== 'users.User');
    for (const { name, readOnly } of models) if (!readOnly) await samples.make(name);
    for (const name of ['front.png', 'rear.png', 'rack.svg']) await this.file(name);
    await this.plant.import('core.DataFile', await samples.plain('core.DataFile'));
    const stored = await this.readAll();
    const defaults = { default: this.made.get('dcim.Site')?.[0], key: { name: 'sample_site' } };
    const changed = await this.plant.update('extras.CustomField', defaults);
    if (changed.errors.length > 0) throw new Error(JSON.stringify(changed.errors));
    let n = 0;
    for (const model of models) {
      const [row] = (stored.get(model.name) ?? []).toSorted((a, b) => (String(a['id']) > String(b['id']) ? -1 : 1));
      if (row) await this.fill(model, row, { id: String(row['id']), n: ++n, user });
    }
  }

  /** All rows by type: samples make others on their way. */
  private async readAll(): Promise<Map<string, Row[]>> {
    const { result } = await this.plant.run(async (work) => {
      const found = new Map<string, Row[]>();
      for (const { name, handMade } of registry.models)
        if (!handMade || name === 'core.File') found.set(name, await work.read.rows(name));
      return found;
    });
    for (const [name, rows] of result ?? []) this.made.set(name, rows.map((row) => String(row['id'])).toSorted());
    return result ?? new Map();
  }

  private async file(name: string): Promise<void> {
    const { files, plant } = this.desk;
    const file = await files.create({ organizationId: plant.actor.organizationId, userId: null, name });
    const bytes = async function* (): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(Buffer.from(`content of ${name}`.repeat(10_000)));
    };
    await files.complete(await files.append(file, 0, bytes()));
  }

  private async fill(model: Model, row: Row, place: Place): Promise<void> {
    let filling = fillingOf(model, row, this.made, place);
    while (Object.keys(filling).length > 0) {
      const refused = await this.tried(model, { ...filling, id: place.id });
      if (refused.length === 0) return;
      this.unfilled.push(...refused.map((field) => `${model.name}.${field}`));
      filling = Object.fromEntries(Object.entries(filling).filter(([key]) => !refused.includes(key)));
    }
  }

  /** Updates a row as an import does; gives the fields that are refused, all when none is named. */
  private async tried(model: Model, input: InputRow): Promise<string[]> {
    const all = Object.keys(input).filter((key) => key !== 'id');
    const body = (work: Work) => work.update(model.name, [input]);
    const outcome = await this.plant.writer
      .run({ ...this.plant.actor, source: 'import' }, { trusted: true }, body)
      .catch(() => null);
    if (outcome?.errors.length === 0) return [];
    const named = refusedFields(outcome?.errors ?? []).filter((field) => all.includes(field));
    return named.length > 0 ? named : all.slice(-1);
  }
}
