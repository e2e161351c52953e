import { SECRET_MASK, type DumpRow, type DumpTable, type FieldChange, type Model } from '@plumbline/engine';
import { cellOf } from '../catalog.ts';
import { camelCase } from '../names.ts';
import { instantOf } from '../values.ts';

type Image = Readonly<Record<string, unknown>>;

/** What another system recorded about one change of one object. */
export interface PastChange {
  /** Id in the source. */
  readonly id: string;
  /** Content type of the object. */
  readonly type: string;
  /** Id of the object in the source. */
  readonly object: string;
  readonly display: string;
  readonly action: 'create' | 'update' | 'delete';
  /** Changed fields; null for creates and deletes. */
  readonly fields: readonly FieldChange[] | null;
  /** As the source serialized it, under our names of the fields. */
  readonly before: Image | null;
  readonly after: Image | null;
  readonly at: string;
  /** User id in the source. */
  readonly user: string | null;
  readonly userName: string;
  readonly requestId: string;
  readonly message: string | null;
  /** Whether a secret stood in an image and was masked. */
  readonly isMasked: boolean;
}

const ACTIONS: ReadonlySet<string> = new Set(['create', 'update', 'delete']);

const isImage = (value: unknown): value is Image =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const imageIn = (text: string | null): Image | null => {
  const value = text === null || text === '' ? null : (JSON.parse(text) as unknown);
  return isImage(value) ? value : null;
};

/** Reads images under our names, with secrets masked. */
class Images {
  isMasked = false;

  constructor(private readonly model: Model) {}

  read(text: string | null): Image | null {
    const image = imageIn(text);
    if (image === null) return null;
    return Object.fromEntries(
      Object.entries(image).map(([key, value]) => {
        const name = camelCase(key);
        const isSecret = this.model.scalars.get(name)?.spec.secret === true && value !== null && value !== '';
        this.isMasked ||= isSecret;
        return [name, isSecret ? SECRET_MASK : value] as const;
      }),
    );
  }
}

/** Custom fields are compared one by one. */
const spread = ({ customFields, ...image }: Image): Image => {
  if (!isImage(customFields)) return customFields === undefined ? image : { ...image, customFields };
  const own = Object.entries(customFields).map(([field, value]) => [`customFields.${field}`, value] as const);
  return { ...image, ...Object.fromEntries(own) };
};

const isSame = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

const diffOf = (before: Image, after: Image): FieldChange[] => {
  const [old, now] = [spread(before), spread(after)];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((name) => !isSame(old[name], now[name]))
    .map((name) => ({ name, before: old[name] ?? null, after: now[name] ?? null }));
};

/** Type and id of the object a record is about. */
export const changedObject = (
  typeOf: (id: string) => string | null,
  table: DumpTable,
  row: DumpRow,
): { readonly type: string; readonly id: string } => {
  const type = cellOf(table, row, 'changed_object_type_id') ?? '';
  return { type: typeOf(type) ?? `content type ${type}`, id: cellOf(table, row, 'changed_object_id') ?? '' };
};

/** Reads a record of the change log; null for one whose action is none. */
export const pastChange = (
  object: { readonly type: string; readonly id: string },
  model: Model,
  table: DumpTable,
  row: DumpRow,
): PastChange | null => {
  const cell = (column: string): string | null => cellOf(table, row, column);
  const action = cell('action') ?? '';
  if (!ACTIONS.has(action)) return null;
  const images = new Images(model);
  const [before, after] = [images.read(cell('prechange_data')), images.read(cell('postchange_data'))];
  return {
    id: cell('id') ?? '',
    type: object.type,
    object: object.id,
    display: cell('object_repr') ?? '',
    action: action as PastChange['action'], // one of the three, as checked above
    fields: action === 'update' ? diffOf(before ?? {}, after ?? {}) : null,
    before,
    after,
    at: String(instantOf(cell('time') ?? '1970-01-01')),
    user: cell('user_id'),
    userName: cell('user_name') ?? '',
    requestId: cell('request_id') ?? '',
    message: cell('message') || null,
    isMasked: images.isMasked,
  };
};
