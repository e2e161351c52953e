import { openSnapshot, type JobContext } from '@plumbline/engine';
import { Conflict } from '@plumbline/kit';
import { SOURCE } from './before-rows.queries.ts';
import { archivedModels } from './contents.ts';

const NAMED = 4;

/** @throws Conflict `ORGANIZATION_NOT_EMPTY` naming what is there that no archive brought */
export const assertEmpty = async ({
  registry,
  reads,
  actor,
  writer,
}: Pick<JobContext, 'registry' | 'reads' | 'actor' | 'writer'>): Promise<void> => {
  const snapshot = await openSnapshot(reads, actor, writer.engine.predicates);
  try {
    const found: string[] = [];
    for (const model of archivedModels(registry)) {
      const count = model.global === null ? await snapshot.countWithout(model, SOURCE) : 0;
      if (count > 0) found.push(`${count} ${count === 1 ? model.label : model.plural}`);
    }
    if (found.length === 0) return;
    const more = found.length > NAMED ? ` and ${found.length - NAMED} more types` : '';
    throw new Conflict(
      'ORGANIZATION_NOT_EMPTY',
      `The organization holds rows that no archive brought: ${found.slice(0, NAMED).join(', ')}${more}. Import into an empty organization, or merge: rows with the same natural key become one then.`,
    );
  } finally {
    await snapshot.close();
  }
};
