import { capital } from '../../catalogue/catalogue.ts';
import { objectName } from '../../catalogue/object-link.tsx';
import type { Row, UiEntity } from '../../catalogue/types.ts';
import type { RowsAsk } from '../../generic/list/use-rows.ts';
import type { ShareSubject } from './share-dialog.tsx';
import { fieldsOfColumns, type ShareField, shownOrder } from './share.ts';

const own = (offered: readonly ShareField[]): string[] => offered.filter(({ isOwn }) => isOwn).map(({ name }) => name);

/** One object, with all its fields at first; all of them stay all when further fields are added to the type. */
export function objectSubject(entity: UiEntity, row: Row): ShareSubject {
  return {
    type: entity.name,
    name: objectName(row),
    told: `Visitors see this ${entity.label} as it is when they open the link, as long as you see it yourself.`,
    start: own,
    input: (fields, offered) => {
      const all = own(offered);
      const isAll = all.length === fields.length && all.every((name) => fields.includes(name));
      return { id: row.id, fields: isAll ? null : fields };
    },
  };
}

/** The rows of a list as it is filtered and sorted, with the columns that it shows. */
export function listSubject(
  entity: UiEntity,
  ask: RowsAsk,
  columns: readonly string[],
  sort: readonly { path: string; descending: boolean }[],
): ShareSubject {
  return {
    type: entity.name,
    name: capital(entity.plural),
    told: `Visitors see the ${entity.plural} that match this list when they open the link, as far as you see them yourself. The name is the title.`,
    start: (offered) => fieldsOfColumns(entity, columns, offered),
    input: (fields) => ({
      id: null,
      filter: ask.filter,
      query: ask.query,
      orderBy: shownOrder(sort, fields),
      fields,
    }),
  };
}
