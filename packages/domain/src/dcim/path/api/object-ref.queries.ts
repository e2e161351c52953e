import type { GraphSession, RowRef } from '@plumbline/engine';
import { didYouMean, InvalidInput, NotFound } from '@plumbline/kit';
import type { ObjectRef } from './trace-types.resolver.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const refuse = (path: string, message: string): never => {
  throw new InvalidInput([{ path, code: 'BAD_USER_INPUT', message }]);
};

/** `dcim.Interface` of `Interface`, as far as it is one of these. */
const entityOf = (given: string, entities: readonly string[], path: string): string => {
  const found = entities.find((entity) => entity === given || entity.endsWith(`.${given}`));
  const types = entities.map((entity) => entity.replace(/^\w+\./, ''));
  return (
    found ??
    refuse(`${path}.type`, `No paths belong to "${given}".${didYouMean(given, types)} It takes ${types.join(', ')}.`)
  );
};

/**
 * The row that a reference of the API names, when it is of one of these entities and the caller may see it.
 *
 * @throws InvalidInput for another type, or not exactly one of id and number; NotFound for none, or a hidden one
 */
export const namedRow = async (
  session: GraphSession,
  { type, id, number }: ObjectRef,
  entities: readonly string[],
  path: string,
): Promise<RowRef> => {
  const entity = entityOf(type, entities, path);
  const isById = id !== undefined && id !== null;
  if (isById === (number !== undefined && number !== null))
    return refuse(path, 'Name it by exactly one of id and number.');
  if (isById && !UUID.test(id)) return refuse(`${path}.id`, `"${id}" is no id.`);
  const filter = isById ? { id: { eq: id } } : { number: { eq: number } };
  const [row] = await session.list(entity, [], { filter, limit: 1 });
  if (!row) throw new NotFound(`There is no ${type} ${isById ? id : String(number)}.`, path);
  return { type: entity, id: row.id };
};
