import { LISTS, PICTURES, TYPES, type ListSpec, type TypeKind } from './shape.ts';

const nullable = (names: readonly string[]): string => names.map((name) => `${name} { name }`).join(' ');

/** Query for the types of a kind; its variable is `filter`. */
export const typesQuery = (kind: TypeKind): string => {
  const { many, keys } = TYPES[kind];
  const filter = `${many.charAt(0).toUpperCase()}${many.slice(1, -1)}Filter`;
  const pictures = kind === 'device' ? PICTURES.map(({ field }) => `${field} { id name contentType }`).join(' ') : '';
  const profile = kind === 'module' ? 'profile { name }' : '';
  const fields = keys.map(({ field }) => field).join(' ');
  return `query ($filter: ${filter}) { ${many}(filter: $filter) { nodes { id manufacturer { name } ${fields} ${profile} ${pictures} libraryExtras } } }`;
};

/** Query for the templates of a list; its variable is `filter`. */
export const partsQuery = (list: ListSpec, parent: string): string => {
  const fields = list.keys.map(({ field }) => field).join(' ');
  const links = nullable(list.links.map(({ field }) => field));
  const maker = list.key === 'inventory-items' ? 'manufacturer { name }' : '';
  const mappings =
    list.key === 'front-ports'
      ? 'mappings(first: 1) { nodes { frontPortPosition rearPortPosition rearPort { name } } pageInfo { hasNextPage } }'
      : '';
  const type = list.model.replace('dcim.', '');
  return `query ($filter: ${type}Filter) { ${list.many}(filter: $filter) { nodes { ${parent} { id } ${fields} ${links} ${maker} ${mappings} } } }`;
};

/** Lists of parts that a kind of type has. */
export const listsOf = (kind: TypeKind): readonly ListSpec[] => LISTS.filter(({ kinds }) => kinds.includes(kind));
