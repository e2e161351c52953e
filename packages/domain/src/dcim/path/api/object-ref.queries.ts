import type { GraphSession, RowRef } from '@plumbline/engine';
import { didYouMean, InvalidInput, NotFound } from '@plumbline/kit';
import { COMPONENTS } from '../../component-models.ts';
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

/** Fields by which objects are called that have no name. */
const CALLED: Readonly<Record<string, string>> = {
  'circuits.Circuit': 'cid',
  'circuits.VirtualCircuit': 'cid',
  'dcim.Cable': 'label',
  'wireless.WirelessLink': 'ssid',
};

const PARTS: ReadonlySet<string> = new Set(COMPONENTS);

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

const filterOf = (entity: string, { id, number, name, deviceName }: ObjectRef, path: string): object => {
  if ([id, number, name].filter(isGiven).length !== 1)
    return refuse(path, 'Name it by exactly one of id, number and name.');
  if (isGiven(deviceName) && !(isGiven(name) && PARTS.has(entity)))
    return refuse(`${path}.deviceName`, 'A device name stands beside the name of a port.');
  if (isGiven(id)) return UUID.test(id ?? '') ? { id: { eq: id } } : refuse(`${path}.id`, `"${String(id)}" is no id.`);
  if (isGiven(number)) return { number: { eq: number } };
  if (entity === 'circuits.CircuitTermination')
    return refuse(path, 'A circuit termination has no name; take its number.');
  const device = isGiven(deviceName) ? { device: { name: { eq: deviceName } } } : {};
  return { [CALLED[entity] ?? 'name']: { eq: name }, ...device };
};

/** The row a reference says by its id, be it there or not; null for one by number or name. @throws InvalidInput as `namedRow` */
export const saidRow = (ref: ObjectRef, entities: readonly string[], path: string): RowRef | null => {
  const type = entityOf(ref.type, entities, path);
  filterOf(type, ref, path);
  return isGiven(ref.id) ? { type, id: String(ref.id).toLowerCase() } : null;
};

/**
 * The row that a reference of the API names, when it is of one of these entities and the caller may see it.
 *
 * @throws InvalidInput for another type, not exactly one of id, number and name, or a name that several have; NotFound
 * for none, or a hidden one
 */
export const namedRow = async (
  session: GraphSession,
  ref: ObjectRef,
  entities: readonly string[],
  path: string,
): Promise<RowRef> => {
  const entity = entityOf(ref.type, entities, path);
  const filter = filterOf(entity, ref, path);
  const [row, other] = await session.list(entity, [], { filter, limit: 2 });
  const called = [ref.id ?? ref.number ?? ref.name, ...(isGiven(ref.deviceName) ? [`of ${ref.deviceName}`] : [])];
  if (!row) throw new NotFound(`There is no ${ref.type} ${called.join(' ')}.`, path);
  if (other) return refuse(path, `More than one ${ref.type} is called ${called.join(' ')}; take its id or number.`);
  return { type: entity, id: row.id };
};
