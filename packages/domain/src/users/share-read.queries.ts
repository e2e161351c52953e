import type { Actor, Grant, Model, Reader, Registry } from '@plumbline/engine';
import { Forbidden, InvalidInput } from '@plumbline/kit';
import { parse, type DocumentNode } from 'graphql';
import type { Pool } from 'pg';
import {
  CUSTOM,
  customField,
  isShareable,
  sharedFields,
  type AnsweredRow,
  type SharedCustomField,
  type SharedField,
  type SharedValue,
} from './share-fields.ts';
import {
  chosenFields,
  seenOf,
  SHARED_PAGE,
  sharedGrants,
  sharedQuestion,
  titleOf,
  type SharedContent,
  type SharedQuestion,
} from './share-view.ts';

/** What links are read from. */
export interface ShareSource {
  readonly registry: Registry;
  readonly reader: Reader;
  /** Connections of reads. */
  readonly pool: Pool;
}

/** A field as visitors are told of it. */
export interface SharedColumn {
  readonly name: string;
  readonly label: string;
  readonly kind: string;
  readonly unit: string | null;
}

/** What a link to one object shows. */
export interface SharedObject {
  readonly kind: 'object';
  /** What objects of the type are called. */
  readonly type: string;
  readonly title: string;
  readonly fields: readonly (SharedColumn & { readonly value: SharedValue })[];
}

/** What a link to a list shows: one page of its rows. */
export interface SharedList {
  readonly kind: 'list';
  readonly type: string;
  readonly total: number;
  readonly offset: number;
  /** Rows of a page at most. */
  readonly pageSize: number;
  readonly columns: readonly SharedColumn[];
  readonly rows: readonly { readonly title: string; readonly values: readonly SharedValue[] }[];
}

/** Gives the actor that reads for a link: its sharer, held to what the link reaches. */
export type ActorFor = (grants: readonly Grant[]) => Actor;

/** Who reads what of a link. */
export interface SharedRead {
  readonly content: SharedContent;
  readonly organizationId: string;
  readonly actorFor: ActorFor;
  /** Rows of a list before the page. */
  readonly offset: number;
  readonly signal?: AbortSignal | undefined;
}

const CUSTOM_FIELDS = `SELECT f.name, coalesce(nullif(f.label, ''), replace(f.name, '_', ' ')) AS label, f.type,
    CASE WHEN jsonb_typeof(s.extra_choices) = 'array' THEN s.extra_choices END AS choices
  FROM extras_custom_field f
  LEFT JOIN extras_custom_field_choice_set s ON s.organization_id = f.organization_id AND s.id = f.choice_set_id
  WHERE f.organization_id = $1 AND $2 = ANY (f.object_types) AND f.type NOT IN ('object', 'multiobject')
    AND f.ui_visible <> 'hidden'
  ORDER BY f.group_name NULLS FIRST, f.weight, f.name LIMIT 500`;

const customFields = async (pool: Pool, organizationId: string, model: Model): Promise<readonly SharedField[]> => {
  if (!model.features.has('customFields')) return [];
  const { rows } = await pool.query<SharedCustomField>(CUSTOM_FIELDS, [organizationId, model.name]);
  return rows.map(customField);
};

/** All fields that links to a type may show, those that the organization added among them. */
export const shareableFields = async (
  { registry, pool }: Pick<ShareSource, 'registry' | 'pool'>,
  organizationId: string,
  model: Model,
): Promise<readonly SharedField[]> => [
  ...sharedFields(registry, model),
  ...(await customFields(pool, organizationId, model)),
];

const DOCUMENTS = 500;
const documents = new Map<string, DocumentNode>();

/** The same text as the same document, so that its plan is kept with it. */
const documentOf = (text: string): DocumentNode => {
  const known = documents.get(text) ?? parse(text);
  documents.delete(text);
  documents.set(text, known);
  if (documents.size > DOCUMENTS) documents.delete(documents.keys().next().value ?? '');
  return known;
};

/** Fields that the content speaks of; custom ones are looked up only where they may be among them. */
const fieldsFor = async (source: ShareSource, read: SharedRead, model: Model): Promise<readonly SharedField[]> => {
  const { fields, rowId } = read.content;
  const hasCustom = fields === null ? rowId !== null : fields.some((name) => name.startsWith(CUSTOM));
  const all = hasCustom
    ? await shareableFields(source, read.organizationId, model)
    : sharedFields(source.registry, model);
  return chosenFields(all, model, read.content);
};

const columnOf = ({ name, label, kind, unit }: SharedField): SharedColumn => ({ name, label, kind, unit });

const objectOf = (model: Model, shown: readonly SharedField[], row: AnsweredRow | null): SharedObject | null =>
  row && {
    kind: 'object',
    type: model.label,
    title: titleOf(model, row),
    fields: shown.map((field) => ({ ...columnOf(field), value: field.read(row) })),
  };

interface Listed {
  readonly totalCount: number;
  readonly nodes: readonly AnsweredRow[];
}

const listOf = (
  model: Model,
  shown: readonly SharedField[],
  offset: number,
  { totalCount, nodes }: Listed,
): SharedList => ({
  kind: 'list',
  type: model.plural,
  total: totalCount,
  offset,
  pageSize: SHARED_PAGE,
  columns: shown.map(columnOf),
  rows: nodes.map((row) => ({ title: titleOf(model, row), values: shown.map((field) => field.read(row)) })),
});

/**
 * What a link shows by the rights of its sharer; null when the object is not seen any more.
 *
 * Takes the same few statements however many rows there are.
 *
 * @throws InvalidInput for a filter or order that does not fit the type; Forbidden for one by fields out of sight
 */
export const readShared = async (source: ShareSource, read: SharedRead): Promise<SharedObject | SharedList | null> => {
  const { content, offset, signal } = read;
  const model = source.registry.find(content.type);
  if (!model || !isShareable(model)) return null;
  const fields = await fieldsFor(source, read, model);
  const actor = read.actorFor(sharedGrants(source.registry, model, content, fields));
  const shown = seenOf(actor, model, fields);
  const { text, variables }: SharedQuestion = sharedQuestion(model, content, shown, offset);
  const answer = await source.reader.respond({ actor, signal, document: documentOf(text), variables }, source.pool);
  if (answer === null)
    throw new InvalidInput([
      { path: 'filter', code: 'BAD_USER_INPUT', message: `The filter does not fit ${model.plural}.` },
    ]);
  const data = JSON.parse(answer.text) as Record<string, unknown>; // as the question asks
  return content.rowId === null
    ? listOf(model, shown, offset, data[model.many] as Listed)
    : objectOf(model, shown, data[model.one] as AnsweredRow | null);
};

/** As `readShared`; null also for what does not fit any more, since what visitors see must not tell why. */
export const readForVisitor = async (
  source: ShareSource,
  read: SharedRead,
): Promise<SharedObject | SharedList | null> => {
  try {
    return await readShared(source, read);
  } catch (error) {
    if (error instanceof InvalidInput || error instanceof Forbidden) return null;
    throw error;
  }
};
