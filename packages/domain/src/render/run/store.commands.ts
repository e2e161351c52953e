import type { Actor, Row, Writer } from '@plumbline/engine';
import { DomainError } from '@plumbline/kit';
import { extraKey } from './digest.ts';
import type { RenderedConfig } from './rendered.ts';

const ARTEFACT = 'render.ConfigArtefact';

/** What became of renders that were to be stored. */
export interface StoreOutcome {
  /** Devices whose artefact is new or changed. */
  readonly stored: readonly string[];
  /** Devices whose artefact was made from the same input already. */
  readonly unchanged: readonly string[];
}

const isStorable = (render: RenderedConfig): boolean => render.ok && render.template?.id !== null;

const rowOf = (
  { device, template, text, textHash, inputHash, reads }: RenderedConfig,
  extraHash: string,
  at: string,
) => ({
  device: device.id,
  template: template?.id ?? null,
  extraHash,
  templateVersion: template?.version ?? 1,
  text: text === '' ? null : text,
  textHash,
  inputHash,
  reads,
  renderedAt: at,
});

/**
 * Keeps good renders of stored templates, one artefact per device, template and extra data.
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
  const reused = renders.filter((render) => render.reused).map(({ device }) => device.id);
  const good = renders.filter((render) => isStorable(render) && !render.reused);
  if (good.length === 0) return { stored: [], unchanged: reused };
  const extraHash = extraKey(extra);
  const at = new Date().toISOString();
  const source = actor.source === 'api' ? 'system' : actor.source; // artefacts are in no input of the API
  const outcome = await writer.run({ ...actor, source }, { reason: 'Configurations rendered' }, async (work) => {
    const where = { device: good.map(({ device }) => device.id), extraHash: [extraHash] };
    const known = await work.read.rows(ARTEFACT, { where, fields: ['device', 'template', 'inputHash'] });
    const keyOf = (row: Row) => `${String(row['device'])} ${String(row['template'])}`;
    const byKey = new Map(known.map((row) => [keyOf(row), row]));
    const stale: RenderedConfig[] = [];
    const unchanged = [...reused];
    const [creates, updates]: [Row[], Row[]] = [[], []];
    for (const render of good) {
      const row = rowOf(render, extraHash, at);
      const before = byKey.get(keyOf(row));
      if (before?.['inputHash'] === render.inputHash) {
        unchanged.push(render.device.id);
        continue;
      }
      stale.push(render);
      if (before) updates.push({ id: before['id'], ...row });
      else creates.push(row);
    }
    if (creates.length > 0) await work.create(ARTEFACT, creates);
    if (updates.length > 0) await work.update(ARTEFACT, updates);
    return { stored: stale.map(({ device }) => device.id), unchanged };
  });
  if (!outcome.result) throw new DomainError(outcome.errors[0]?.code ?? 'CONFLICT', outcome.errors);
  return outcome.result;
};
