import type { Edge, Model, ScalarField } from '@plumbline/engine';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { registry } from '../../src/index.ts';
import { DEVIATIONS, RENAMED } from './deviations.ts';
import { camelCase, type Reference, type ReferenceField, type ReferenceModel } from './reference-model.ts';

const shared = process.env['PLUMBLINE_SHARED'] ?? join(__dirname, '../../../../../shared');
const folder = join(shared, 'reference');
const isThere = existsSync(folder);
const describeReal = isThere ? describe : describe.skip;
const read = <T>(name: string): T => JSON.parse(readFileSync(join(folder, name), 'utf8')) as T;

/** Columns that every table has under another name, or that follow from a tree path. */
const SYSTEM = new Set([
  'id',
  'created',
  'last_updated',
  'lft',
  'rght',
  'tree_id',
  'level',
  'custom_field_data',
  'tags',
]);
const FEATURES = {
  tags: 'tags',
  custom_fields: 'customFields',
  journaling: 'journal',
  contacts: 'contacts',
  image_attachments: 'images',
};
const ON_DELETE: Readonly<Record<string, string>> = {
  PROTECT: 'restrict',
  RESTRICT: 'restrict',
  CASCADE: 'cascade',
  SET_NULL: 'setNull',
};
const TEXT = new Set(['char', 'slug', 'url', 'email', 'text', 'color']);

const isListed = (model: string, part: string): boolean =>
  [model, `${model} ${part}`, `* ${part}`].some((key) => key in DEVIATIONS);

type Names = Readonly<Record<string, { readonly type: string; readonly one: string; readonly many: string }>>;

class Comparison {
  readonly problems: string[] = [];
  readonly #reference: Reference;
  readonly #names: Names;

  constructor(reference: Reference, names: Names) {
    this.#reference = reference;
    this.#names = names;
  }

  /** Full name of our entity for a model of the reference. */
  ours(key: string): string {
    return `${key.split('.')[0]}.${this.#names[key]?.type}`;
  }

  model(key: string, wanted: ReferenceModel): void {
    const model = registry.find(this.ours(key));
    if (!model) return void this.problems.push(`${key}: there is no ${this.ours(key)}`);
    const named = this.#names[key];
    if (model.one !== named?.one || model.many !== named.many)
      this.problems.push(`${key}: is called ${model.one} and ${model.many}, not ${named?.one} and ${named?.many}`);
    const generic = new Set(
      Object.values(wanted.fields).flatMap(({ kind, ct, id }) => (kind === 'gfk' ? [ct, id] : [])),
    );
    for (const [name, field] of Object.entries(wanted.fields)) {
      if (SYSTEM.has(name) || generic.has(name) || field.counts !== undefined || isListed(key, name)) continue;
      for (const problem of this.#field(key, model, name, field)) this.problems.push(`${key} ${name}: ${problem}`);
    }
    if (wanted.tree && model.tree === null) this.problems.push(`${key}: is a tree`);
    for (const [feature, own] of Object.entries(FEATURES))
      if (wanted.features.includes(feature) && !model.features.has(own) && !isListed(key, feature))
        this.problems.push(`${key} ${feature}: lacks ${own}`);
    this.#unique(key, model, wanted);
  }

  #field(key: string, model: Model, name: string, field: ReferenceField): string[] {
    const own = RENAMED[`${key} ${name}`] ?? RENAMED[`* ${name}`] ?? camelCase(name);
    if (field.kind === 'gfk' && typeof field.types === 'string') return model.isOpen ? [] : ['names any object'];
    const edge = model.edges.get(own);
    if (edge) return this.#edge(edge, field);
    const scalar = model.scalars.get(own);
    return scalar ? this.#scalar(scalar, field) : [`there is no ${model.name}.${own}`];
  }

  #edge(edge: Edge, field: ReferenceField): string[] {
    if (field.kind === 'gfk') {
      const targets = edge.kind === 'arc' ? edge.arms.map(({ target }) => target) : [];
      const missing = (field.types as readonly string[]).filter((type) => !targets.includes(this.ours(type)));
      return missing.map((type) => `can't be a ${type}`);
    }
    const problems = 'target' in edge && edge.target !== this.ours(field.to ?? '') ? [`leads to ${edge.target}`] : [];
    if (edge.kind !== 'one') return problems;
    const onDelete = ON_DELETE[field.onDelete ?? ''];
    if (onDelete !== edge.onDelete && edge.spec.derived !== true)
      problems.push(`on delete ${edge.onDelete}, not ${onDelete}`);
    if (edge.nullable !== (field.null === true)) problems.push(edge.nullable ? 'is required' : 'is optional');
    return problems;
  }

  #scalar({ spec, nullable }: ScalarField, field: ReferenceField): string[] {
    const problems: string[] = [];
    const optional = field.null === true || (field.blank === true && TEXT.has(field.kind));
    if (optional && !nullable) problems.push('is optional');
    if (!optional && nullable && field.kind !== 'json') problems.push('is required');
    if (field.maxLength !== undefined && spec.kind === 'text' && (spec.max ?? 0) < field.maxLength)
      problems.push(`holds ${field.maxLength} characters`);
    if (field.digits !== undefined && (spec.digits ?? 0) - (spec.scale ?? 0) < field.digits - (field.scale ?? 0))
      problems.push(`has ${field.digits} digits`);
    const set = field.choices === undefined ? undefined : this.#reference.choiceSets[field.choices];
    if (set) problems.push(...choiceProblems(spec.choiceSet?.choices ?? [], set.choices));
    return problems;
  }

  #unique(key: string, model: Model, wanted: ReferenceModel): void {
    const generic = new Map(
      Object.entries(wanted.fields).flatMap(([name, { kind, ct, id, types }]): [string, string][] =>
        kind !== 'gfk'
          ? []
          : typeof types === 'string'
            ? []
            : [
                [ct ?? '', name],
                [id ?? '', name],
              ],
      ),
    );
    const nameOf = (field: string) => {
      const plain = generic.get(field) ?? field.replace(/^lower\((\w+)\)$/, '$1');
      return RENAMED[`${key} ${plain}`] ?? RENAMED[`* ${plain}`] ?? camelCase(plain);
    };
    const own = new Set(
      model.unique.map(({ fields }) => signature(fields.map((field) => field.replace(/^lower\((\w+)\)$/, '$1')))),
    );
    const single = Object.entries(wanted.fields).flatMap(([name, { unique }]) =>
      unique === true && name !== 'id' ? [[name]] : [],
    );
    // a unique rule for rows without some value is part of ours, where null counts as one
    const whole = wanted.unique.filter(({ where }) => where === undefined || !/ is (not )?null/.test(where));
    for (const fields of [...single, ...whole.map(({ fields: list }) => list)]) {
      if (isListed(key, `unique ${fields.join(',')}`) || own.has(signature(fields.map(nameOf)))) continue;
      this.problems.push(`${key} unique ${fields.join(',')}: is not unique`);
    }
  }
}

const signature = (fields: readonly string[]): string => [...new Set(fields)].toSorted().join(',');

const choiceProblems = (own: Reference['choiceSets'][string]['choices'], wanted: typeof own): string[] => {
  const known = new Map(own.map((choice) => [choice.value, choice]));
  return wanted.flatMap(({ value, label, color, group }) => {
    const found = known.get(value);
    if (!found) return [`lacks the choice ${value}`];
    return found.label === label && found.color === color && found.group === group ? [] : [`choice ${value} differs`];
  });
};

describeReal('the model beside the reference', () => {
  test('nothing of a model is missing or of another shape', () => {
    const reference = read<Reference>('netbox-4.6.json');
    const comparison = new Comparison(reference, read('names.json'));
    for (const [key, model] of Object.entries(reference.models)) if (!(key in DEVIATIONS)) comparison.model(key, model);
    expect(comparison.problems).toEqual([]);
  });

  test('the list of deviations is short, and each stands for something', () => {
    expect(Object.keys(DEVIATIONS).length).toBeLessThanOrEqual(40);
  });
});
