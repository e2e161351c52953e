import type { GraphSession } from '@plumbline/engine';
import type { RunSources } from './device-run.queries.ts';

/** Custom fields that hold records, as the caller may see them; read once, when a template asks. */
export const objectFieldsOf = (session: GraphSession): RunSources['objectFields'] => {
  const read = async () => {
    const filter = { type: { in: ['object', 'multiobject'] } };
    const rows = await session.list('extras.CustomField', ['name', 'relatedObjectType', 'objectTypes'], { filter });
    return rows.map(({ values: [name, target, types] }) => ({
      field: [name ?? '', target ?? ''] as const,
      types: JSON.parse(types ?? '[]') as string[],
    }));
  };
  let known: ReturnType<typeof read> | null = null;
  return async (type) => {
    known ??= read();
    const fields = await known;
    return Object.fromEntries(fields.flatMap(({ field, types }) => (types.includes(type) ? [field] : [])));
  };
};
