import type { Edge, Model, Registry, ScalarField } from '@plumbline/engine';
import { camelCase, type Reference, type ReferenceField, type ReferenceModel } from './reference-model.ts';

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

/** Names of our types by model of the reference. */
export type Names = Readonly<Record<string, { readonly type: string; readonly one: string; readonly many: string }>>;

/** A difference between our model and the reference: the model, the part of it (empty for the whole), and what is wrong. */
export interface Difference {
  readonly model: string;
  readonly part: string;
  readonly says: string;
}

/** Keys under which a list may name a difference, the closest first. */
export const keysOf = ({ model, part }: Difference): readonly string[] => [`${model} ${part}`, `* ${part}`, model];

/** Compares our registry with the reference file, model by model. */
export class Comparison {
  readonly differences: Difference[] = [];
  /** Entries of the renamings that were needed. */
  readonly renamed = new Set<string>();
  readonly #registry: Registry;
  readonly #reference: Reference;
  readonly #names: Names;
  readonly #renamings: Readonly<Record<string, string>>;

  constructor(registry: Registry, reference: Reference, names: Names, renamings: Readonly<Record<string, string>>) {
    this.#registry = registry;
    this.#reference = reference;
    this.#names = names;
    this.#renamings = renamings;
  }

  /** Compares all models. */
  run(): this {
    for (const [key, model] of Object.entries(this.#reference.models)) this.#model(key, model);
    return this;
  }

  #ours(key: string): string {
    return `${key.split('.')[0]}.${this.#names[key]?.type}`;
  }

  #add(model: string, part: string, says: string): void {
    this.differences.push({ model, part, says });
  }

  /** Our name of a field; a renaming that gives the name it would have anyway is not needed. */
  #nameOf(key: string, name: string): string {
    const entry = [`${key} ${name}`, `* ${name}`].find((one) => this.#renamings[one] !== undefined);
    const own = entry === undefined ? undefined : this.#renamings[entry];
    if (entry !== undefined && own !== camelCase(name)) this.renamed.add(entry);
    return own ?? camelCase(name);
  }

  #model(key: string, wanted: ReferenceModel): void {
    const model = this.#registry.find(this.#ours(key));
    if (!model) return this.#add(key, '', `there is no ${this.#ours(key)}`);
    const named = this.#names[key];
    if (model.one !== named?.one || model.many !== named.many)
      this.#add(key, '', `is called ${model.one} and ${model.many}, not ${named?.one} and ${named?.many}`);
    const generic = new Set(
      Object.values(wanted.fields).flatMap(({ kind, ct, id }) => (kind === 'gfk' ? [ct, id] : [])),
    );
    for (const [name, field] of Object.entries(wanted.fields)) {
      if (SYSTEM.has(name) || generic.has(name) || field.counts !== undefined) continue;
      for (const says of this.#field(key, model, name, field)) this.#add(key, name, says);
    }
    if (wanted.tree && model.tree === null) this.#add(key, 'tree', 'is a tree');
    for (const [feature, own] of Object.entries(FEATURES))
      if (wanted.features.includes(feature) && !model.features.has(own)) this.#add(key, feature, `lacks ${own}`);
    this.#unique(key, model, wanted);
  }

  #field(key: string, model: Model, name: string, field: ReferenceField): string[] {
    const own = this.#nameOf(key, name);
    if (field.kind === 'gfk' && typeof field.types === 'string') return model.isOpen ? [] : ['names any object'];
    const edge = model.edges.get(own);
    if (edge) return this.#edge(edge, field);
    const scalar = model.scalars.get(own);
    return scalar ? this.#scalar(scalar, field) : [`there is no ${model.name}.${own}`];
  }

  #edge(edge: Edge, field: ReferenceField): string[] {
    if (field.kind === 'gfk') {
      const targets = edge.kind === 'arc' ? edge.arms.map(({ target }) => target) : [];
      const missing = (field.types as readonly string[]).filter((type) => !targets.includes(this.#ours(type)));
      return missing.map((type) => `can't be a ${type}`);
    }
    const problems = 'target' in edge && edge.target !== this.#ours(field.to ?? '') ? [`leads to ${edge.target}`] : [];
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
      Object.entries(wanted.fields).flatMap(([name, { kind, ct, id, types }]) =>
        kind !== 'gfk' || typeof types === 'string' ? [] : [[ct ?? '', name] as const, [id ?? '', name] as const],
      ),
    );
    const nameOf = (field: string) => this.#nameOf(key, generic.get(field) ?? plain(field));
    const own = new Set(model.unique.map(({ fields }) => signature(fields.map(plain))));
    const single = Object.entries(wanted.fields).flatMap(([name, { unique }]) =>
      unique === true && name !== 'id' ? [[name]] : [],
    );
    // a unique rule for rows without some value is part of ours, where null counts as one
    const whole = wanted.unique.filter(({ where }) => where === undefined || !/ is (not )?null/.test(where));
    for (const fields of [...single, ...whole.map(({ fields: list }) => list)])
      if (!own.has(signature(fields.map(nameOf)))) this.#add(key, `unique ${fields.join(',')}`, 'is not unique');
  }
}

const plain = (field: string): string => field.replace(/^lower\((\w+)\)$/, '$1');

const signature = (fields: readonly string[]): string => [...new Set(fields)].toSorted().join(',');

const choiceProblems = (own: Reference['choiceSets'][string]['choices'], wanted: typeof own): string[] => {
  const known = new Map(own.map((choice) => [choice.value, choice]));
  return wanted.flatMap(({ value, label, color, group }) => {
    const found = known.get(value);
    if (!found) return [`lacks the choice ${value}`];
    return found.label === label && found.color === color && found.group === group ? [] : [`choice ${value} differs`];
  });
};
