import type { Model } from '../registry/model.ts';
import type { SaveDraft } from './draft.ts';
import type { Run } from './run.ts';
import type { InputRow } from './work.ts';

/** Where a row comes from in another system. */
export interface Provenance {
  readonly source: string;
  readonly type: string;
  readonly id: string;
}

/** The provenance an input carries, or null. */
export const provenanceOf = (input: InputRow): Provenance | null => {
  const given = input['provenance'] as Partial<Record<keyof Provenance, unknown>> | null | undefined;
  if (!given || typeof given !== 'object') return null;
  const { source, type, id } = given;
  return source && type && (typeof id === 'string' || typeof id === 'number')
    ? { source: String(source), type: String(type), id: String(id) }
    : null;
};

const lists = (given: readonly Provenance[]): string[][] => [
  given.map((p) => p.source),
  given.map((p) => p.type),
  given.map((p) => p.id),
];

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
