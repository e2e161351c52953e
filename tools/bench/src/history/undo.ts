import { checkCustomFields, domains, registry } from '@plumbline/domain';
import { createWriter, newMasterKey, revertChangeSet, type Actor } from '@plumbline/engine';
import type { DataSource } from 'typeorm';
import { benchActor } from '../actor.ts';

/** What taking back an import took. */
export interface UndoFigure {
  readonly name: string;
  readonly rows: number;
  readonly seconds: number;
  readonly statements: number;
  readonly refusals: number;
}

const LATER = 12;

/** Imports tenants, edits a few of them, asks for the undo that names these, and takes all of it back. */
export const measureUndo = async (dataSource: DataSource, rows: number): Promise<UndoFigure[]> => {
  const rules = domains.flatMap((domain) => domain.rules);
  const parts = { registry, dataSource, rules, masterKeys: [newMasterKey()], customFields: checkCustomFields };
  const writer = createWriter({ ...parts, limits: { deleteRows: Math.max(rows, 5_000) } });
  const actor: Actor = { ...benchActor, readOnly: false };
  const figures: UndoFigure[] = [];
  const timed = async <T extends { readonly statements: number; readonly errors: readonly unknown[] }>(
    name: string,
    step: () => Promise<T>,
  ): Promise<T> => {
    const started = performance.now();
    const outcome = await step();
    const seconds = (performance.now() - started) / 1000;
    figures.push({ name, rows, seconds, statements: outcome.statements, refusals: outcome.errors.length });
    return outcome;
  };
  const tag = `undo-${Date.now()}`;
  const inputs = Array.from({ length: rows }, (_, n) => ({ name: `${tag}-${n}`, slug: `${tag}-${n}` }));
  const made = await timed('import', () =>
    writer.run(actor, { trusted: true }, (work) => work.create('tenancy.Tenant', inputs)),
  );
  const edits = (made.result ?? []).slice(0, LATER).map((id) => ({ id, description: 'later' }));
  const later = await writer.run(actor, {}, (work) => work.update('tenancy.Tenant', edits));
  await timed(`undo that is refused for ${LATER} later edits`, () =>
    revertChangeSet(writer, actor, made.changeSetId ?? ''),
  );
  await revertChangeSet(writer, actor, later.changeSetId ?? '');
  const undone = await timed('undo', () => revertChangeSet(writer, actor, made.changeSetId ?? ''));
  const redone = await timed('undo of the undo', () => revertChangeSet(writer, actor, undone.changeSetId ?? ''));
  await revertChangeSet(writer, actor, redone.changeSetId ?? '');
  return figures;
};
