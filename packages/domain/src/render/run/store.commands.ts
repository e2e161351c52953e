import type { Actor, Row, Work, Writer } from '@plumbline/engine';
import { DomainError } from '@plumbline/kit';
import { SUBJECTS } from '../subject.ts';
import { extraKey } from './digest.ts';
import type { RenderedConfig, RenderedSubject } from './rendered.ts';

const ARTEFACT = 'render.ConfigArtefact';

/** What became of renders that were to be stored. */
export interface StoreOutcome {
  /** Ids of those whose artefact is new or changed. */
  readonly stored: readonly string[];
  /** Ids of those whose artefact was made from the same input already. */
  readonly unchanged: readonly string[];
}

const FIELDS = [...SUBJECTS.map(({ field }) => field), 'template', 'inputHash'] as const;

/** The device or the virtual machine; the other is null. */
const referenceTo = ({ of, id }: RenderedSubject): Row =>
  Object.fromEntries(SUBJECTS.map(({ field }) => [field, field === of.field ? id : null]));

const isStorable = (render: RenderedConfig): boolean => render.ok && render.template?.id !== null;

const rowOf = (
  { subject, template, text, textHash, inputHash, reads }: RenderedConfig,
  extraHash: string,
  at: string,
) => ({
  ...referenceTo(subject),
  template: template?.id ?? null,
  extraHash,
  templateVersion: template?.version ?? 1,
  text: text === '' ? null : text,
  textHash,
  inputHash,
  reads,
  renderedAt: at,
});

/** Artefacts stored for what these renders are for. */
const knownRows = async (work: Work, renders: readonly RenderedConfig[], extraHash: string): Promise<Row[]> => {
  const read = SUBJECTS.flatMap(({ field }) => {
    const ids = renders.flatMap(({ subject }) => (subject.of.field === field ? [subject.id] : []));
    const where = { [field]: ids, extraHash: [extraHash] };
    return ids.length === 0 ? [] : [work.read.rows(ARTEFACT, { where, fields: [...FIELDS] })];
  });
  return (await Promise.all(read)).flat();
};

/**
 * Keeps good renders of stored templates, one artefact per device or virtual machine, template and extra data.
 *
 * An artefact of equal input stays as it is; a changed one has a change record, so that earlier texts stay in the history.
 *
 * @throws DomainError when the write is refused
 */
export const storeRenders = async (
  writer: Writer,
  actor: Actor,
  renders: readonly RenderedConfig[],
  extra: object | null,
): Promise<StoreOutcome> => {
  const reused = renders.filter((render) => render.reused).map(({ subject }) => subject.id);
  const good = renders.filter((render) => isStorable(render) && !render.reused);
  if (good.length === 0) return { stored: [], unchanged: reused };
  const extraHash = extraKey(extra);
  const at = new Date().toISOString();
  const source = actor.source === 'api' ? 'system' : actor.source; // artefacts are in no input of the API
  const outcome = await writer.run({ ...actor, source }, { reason: 'Configurations rendered' }, async (work) => {
    const known = await knownRows(work, good, extraHash);
    const keyOf = (row: Row) => SUBJECTS.map(({ field }) => row[field] ?? '').join(' ') + String(row['template']);
    const byKey = new Map(known.map((row) => [keyOf(row), row]));
    const stale: RenderedConfig[] = [];
    const unchanged = [...reused];
    const [creates, updates]: [Row[], Row[]] = [[], []];
    for (const render of good) {
      const row = rowOf(render, extraHash, at);
      const before = byKey.get(keyOf(row));
      if (before?.['inputHash'] === render.inputHash) {
        unchanged.push(render.subject.id);
        continue;
      }
      stale.push(render);
      if (before) updates.push({ id: before['id'], ...row });
      else creates.push(row);
    }
    if (creates.length > 0) await work.create(ARTEFACT, creates);
    if (updates.length > 0) await work.update(ARTEFACT, updates);
    return { stored: stale.map(({ subject }) => subject.id), unchanged };
  });
  if (!outcome.result) throw new DomainError(outcome.errors[0]?.code ?? 'CONFLICT', outcome.errors);
  return outcome.result;
};
