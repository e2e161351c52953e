import type { Model } from '../registry/model.ts';
import { groupBy } from './collections.ts';
import type { SaveDraft } from './draft.ts';
import type { Run } from './run.ts';
import type { InputRow, Row } from './work.ts';

/** Where a row comes from in another system. */
export interface Provenance {
  readonly source: string;
  readonly type: string;
  readonly id: string;
}

/** A provenance as the log keeps it beside a deleted row, with the stamp of what was brought, hex. */
export interface Origin extends Provenance {
  readonly brought: string | null;
}

/** Where deleted rows came from, by id. */
export type Origins = ReadonlyMap<string, readonly Origin[]>;

/** Start of a statement that forgets where objects came from; a condition on their ids follows. */
export const FORGET_ORIGINS = 'DELETE FROM core_provenance x WHERE x.organization_id = $1 AND x.object_id';

/** What it gives of each. */
export const ORIGIN = `x.object_id AS "objectId", x.source, x.source_type AS type, x.source_id AS id, encode(x.brought, 'hex') AS brought`;

const KEY = 'provenance';

/** Origins by the object they belong to. */
export const originsById = (rows: readonly (Origin & { readonly objectId: string })[]): Origins =>
  new Map(
    [...groupBy(rows, ({ objectId }) => objectId)].map(([id, own]) => [
      id,
      own.map(({ objectId: _objectId, ...origin }) => origin),
    ]),
  );

/** A deleted row with where it came from, so that it can come back as the object of its source. */
export const withOrigins = (row: Row, origins: readonly Origin[] | undefined): Row =>
  origins ? { ...row, [KEY]: origins } : row;

/** SQL of an image without it, for those whom it tells nothing. */
export const withoutOrigins = (image: string): string =>
  `(CASE WHEN jsonb_typeof(${image}) = 'object' THEN ${image} - '${KEY}' ELSE ${image} END)`;

/** The same for the image of a row. */
export const originsIn = (row: Row): Row => (Array.isArray(row[KEY]) ? { [KEY]: row[KEY] } : {});

const lists = (given: readonly Provenance[]): string[][] => [
  given.map((p) => p.source),
  given.map((p) => p.type),
  given.map((p) => p.id),
];

/** Gives rows that come back the place in their source, where no other object took it meanwhile. */
const restoreOrigins = async (run: Run, drafts: readonly SaveDraft[]): Promise<void> => {
  const origins = drafts.flatMap(({ id, input, layout }) =>
    ((originsIn(input)[KEY] ?? []) as readonly Origin[]).map((origin) => ({ origin, id, type: layout.model.name })),
  ); // as `withOrigins` wrote it
  if (origins.length === 0) return;
  await run.db.query(
    `INSERT INTO core_provenance (organization_id, source, source_type, source_id, object_type, object_id, brought)
     SELECT $1::uuid, v.source, v.type, v.id, v.object_type, v.object, decode(v.brought, 'hex')
     FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::text[]) AS v(source, type, id, object_type, object, brought)
     ON CONFLICT (organization_id, source, source_type, source_id) DO NOTHING`,
    [
      run.actor.organizationId,
      ...lists(origins.map(({ origin }) => origin)),
      origins.map(({ type }) => type),
      origins.map(({ id }) => id),
      origins.map(({ origin }) => origin.brought),
    ],
  );
};

/** The provenance an input carries, or null. */
export const provenanceOf = (input: InputRow): Provenance | null => {
  const given = input['provenance'] as Partial<Record<keyof Provenance, unknown>> | null | undefined;
  if (!given || typeof given !== 'object') return null;
  const { source, type, id } = given;
  return source && type && (typeof id === 'string' || typeof id === 'number')
    ? { source: String(source), type: String(type), id: String(id) }
    : null;
};

/** Ids of the rows that earlier writes stored for each provenance, by position. */
export const findByProvenance = async (
  run: Run,
  model: Model,
  given: readonly Provenance[],
): Promise<(string | null)[]> => {
  if (given.length === 0) return [];
  const rows = await run.db.query<{ i: number; id: string }>(
    `SELECT v.i::int, p.object_id AS id FROM unnest($2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS v(source, type, id, i)
     JOIN core_provenance p ON p.organization_id = $1 AND p.source = v.source AND p.source_type = v.type AND p.source_id = v.id
     WHERE p.object_type = $5`,
    [run.actor.organizationId, ...lists(given), model.name],
  );
  const found = new Map(rows.map((row) => [row.i, row.id]));
  return given.map((_, i) => found.get(i + 1) ?? null);
};

/** Remembers where saved rows come from. */
export const storeProvenance = async (run: Run, drafts: readonly SaveDraft[]): Promise<void> => {
  if (run.restoring) return restoreOrigins(run, drafts);
  const known = drafts.flatMap((draft) => {
    const provenance = provenanceOf(draft.input);
    return provenance ? [{ ...provenance, draft }] : [];
  });
  const [first] = known;
  if (!first) return;
  await run.db.query(
    `INSERT INTO core_provenance (organization_id, source, source_type, source_id, object_type, object_id)
     SELECT DISTINCT ON (v.source, v.type, v.id) $1::uuid, v.source, v.type, v.id, $5, v.object
     FROM unnest($2::text[], $3::text[], $4::text[], $6::uuid[]) AS v(source, type, id, object)
     ON CONFLICT (organization_id, source, source_type, source_id)
     DO UPDATE SET object_type = excluded.object_type, object_id = excluded.object_id`,
    [run.actor.organizationId, ...lists(known), first.draft.layout.model.name, known.map(({ draft }) => draft.id)],
  );
};
