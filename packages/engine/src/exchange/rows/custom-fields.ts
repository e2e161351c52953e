import { parse } from 'graphql';
import type { Actor } from '../../actor.ts';
import type { JobServices } from '../../jobs/job.ts';
import type { Model } from '../../registry/model.ts';
import { csvColumns, type CsvColumn, type CsvCustomField } from './columns.ts';

interface Definition extends CsvCustomField {
  readonly objectTypes: readonly string[];
}

type Source = Pick<JobServices, 'registry' | 'reader' | 'reads' | 'writer'>;

/** Custom fields that the actor's organization has defined for a model, by name. */
const customFieldsOf = async ({ registry, reader, reads }: Source, actor: Actor, model: Model) => {
  const provider = registry.providing('customFields');
  if (!provider || !model.features.has('customFields')) return [];
  const document = parse(`{ ${provider.many} { nodes { name type objectTypes } } }`);
  const batches = await reader.lines({ document, actor }, reads);
  const found: CsvCustomField[] = [];
  for await (const rows of batches ?? [])
    for (const row of rows) {
      const { name, type, objectTypes } = JSON.parse(row) as Definition;
      if (objectTypes.includes(model.name)) found.push({ name, type });
    }
  return found.toSorted((a, b) => (a.name < b.name ? -1 : 1));
};

/** All columns of a model in the actor's organization. */
export const columnsIn = async (source: Source, actor: Actor, model: Model): Promise<readonly CsvColumn[]> =>
  csvColumns(
    source.registry,
    model,
    await customFieldsOf(source, actor, model),
    [...source.writer.engine.rulesOf(model.name).commands.values()].flatMap(({ extraInputs }) => extraInputs),
  );
