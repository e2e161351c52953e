import { DumpUnreadable, type ObjectReader, type ObjectRow, type Registry } from '@plumbline/engine';
import { createShapes, type FieldShape } from './dumpdata-shape.ts';
import { tableOf } from './types.ts';

interface Item {
  readonly type: string;
  readonly id: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Tables that the framework does not name after their models. */
const TABLES: Readonly<Record<string, string>> = {
  'admin.logentry': 'django_admin_log',
  'contenttypes.contenttype': 'django_content_type',
  'sessions.session': 'django_session',
};

const CONTENT_TYPES = 'django_content_type';

/** Lists of lists whose inner lists the framework writes as texts. */
const NESTED = new Set(['extra_choices']);

/** Models that natural keys of one part name, with the field that holds the key. */
const NATURAL: Readonly<Record<string, string>> = {
  'auth.group': 'name',
  'auth.user': 'username',
  'users.group': 'name',
  'users.user': 'username',
};

/** Numbers of types that the file names by their natural key alone. */
const FIRST_OWN_TYPE = 1_000_000;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const itemOf = (object: unknown): Item => {
  const { model, pk, fields } = isRecord(object) ? object : {};
  if (typeof model !== 'string' || !model.includes('.') || !isRecord(fields))
    throw new DumpUnreadable(
      'This JSON file was not written by "manage.py dumpdata": an object has no model or fields.',
    );
  if (typeof pk === 'number' || typeof pk === 'string') return { type: model.toLowerCase(), id: String(pk), fields };
  throw new DumpUnreadable(`An object of ${model} has no "pk"; leave out --natural-primary.`);
};

const nested = (value: unknown): unknown => {
  const list = typeof value === 'string' ? (JSON.parse(value) as unknown) : value;
  return Array.isArray(list)
    ? list.map((item: unknown) =>
        typeof item === 'string' && item.startsWith('[') ? (JSON.parse(item) as unknown) : item,
      )
    : list;
};

/** Turns the objects of `manage.py dumpdata` into the rows that lie in the database. */
class DumpdataReader implements ObjectReader {
  private readonly shapeOf: ReturnType<typeof createShapes>;
  private readonly types = new Map<string, string>();
  /** Ids by natural key, `user admin`. */
  private readonly names = new Map<string, string>();
  private hasTypes = false;
  private namesTypes = false;

  constructor(registry: Registry) {
    this.shapeOf = createShapes(registry);
  }

  *read(object: unknown): Generator<ObjectRow> {
    const item = itemOf(object);
    this.learn(item);
    const { type, id, fields } = item;
    const shape = this.shapeOf(type);
    const table = TABLES[type] ?? tableOf(type);
    const values: Record<string, string | null> = { id };
    for (const [field, value] of Object.entries(fields)) {
      if (Array.isArray(value) && shape.isLink(field)) yield* this.links(item, field, value);
      else if (this.isReference(shape, field, fields)) values[`${field}_id`] = this.idOf(field, value);
      else values[field] = this.textOf(shape, field, value);
    }
    yield { table, values };
  }

  *finish(): Generator<ObjectRow> {
    if (this.namesTypes && !this.hasTypes)
      throw new DumpUnreadable(
        'Rows name types by numbers that the file does not hold; leave out "--exclude contenttypes", or add --natural-foreign.',
      );
    yield { table: CONTENT_TYPES, values: null };
    for (const [name, id] of this.types) {
      const [app_label = '', model = ''] = name.split('.');
      yield { table: CONTENT_TYPES, values: { id, app_label, model } };
    }
    yield { table: 'dcim_site', values: null };
  }

  private learn({ type, id, fields }: Item): void {
    if (type === 'contenttypes.contenttype') this.hasTypes = true;
    const key = NATURAL[type];
    if (key !== undefined) this.names.set(`${type.split('.')[1] ?? ''} ${String(fields[key])}`, id);
  }

  private isReference(shape: FieldShape, field: string, fields: Item['fields']): boolean {
    if (shape.references.has(field)) return true;
    return field.endsWith('_type') && `${field.slice(0, -5)}_id` in fields;
  }

  private *links({ type, id }: Item, field: string, targets: readonly unknown[]): Generator<ObjectRow> {
    const near = `${type.split('.')[1] ?? ''}_id`;
    const far = `${field.replaceAll('_', '').replace(/s$/, '')}_id`;
    for (const target of targets)
      yield {
        table: `${tableOf(type)}_${field}`,
        values: { [near]: id, [far === near ? `to_${far}` : far]: this.idOf(field, target) },
      };
  }

  /** Id of a row that a key or a natural key names. */
  private idOf(field: string, value: unknown): string | null {
    if (value === null || value === undefined) return null;
    if (!Array.isArray(value)) {
      if (/(?:^|_)(?:object|content)_types?$/.test(field)) this.namesTypes = true;
      return String(value);
    }
    const parts = value.map(String);
    if (parts.length === 2) return this.typeId(parts.join('.'));
    const model = field === 'groups' ? 'group' : 'user';
    return this.names.get(`${model} ${parts.join(' ')}`) ?? parts.join(' ');
  }

  private typeId(name: string): string {
    const id = this.types.get(name) ?? String(FIRST_OWN_TYPE + this.types.size);
    this.types.set(name, id);
    return id;
  }

  private textOf({ documents }: FieldShape, field: string, value: unknown): string | null {
    if (value === null || value === undefined) return null;
    if (NESTED.has(field)) return JSON.stringify(nested(value));
    if (documents.has(field)) return JSON.stringify(value);
    if (typeof value === 'boolean') return value ? 't' : 'f';
    return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number); // JSON has nothing else
  }
}

/** Reads what `manage.py dumpdata` of NetBox writes, with numbers or natural keys for references. */
export const createDumpdataReader = (registry: Registry): ObjectReader => new DumpdataReader(registry);
