import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { ObjectLink } from '../../catalogue/object-link.tsx';
import { Card } from '../../ui/panel.tsx';
import { Dim } from '../../ui/text.tsx';
import css from './bookmarks.module.css';
import { type MarkedObject, useBookmarks } from './marks.ts';

/** Objects by name with what they are, one a line. */
export function ObjectLines({ objects }: { objects: readonly MarkedObject[] }) {
  const catalogue = useCatalogue();
  return (
    <ul className={css.lines}>
      {objects.map((object) => {
        const entity = catalogue.byName.get(object.type);
        return entity ? (
          <li key={object.type + object.id}>
            <ObjectLink entity={entity} row={object} />
            <Dim>{entity.label}</Dim>
          </li>
        ) : null;
      })}
    </ul>
  );
}

/** Own bookmarks, for the overview; nothing while there are none. */
export function BookmarkCard() {
  const { data } = useBookmarks();
  if (!data || data.length === 0) return null;
  return (
    <Card title="Bookmarks" aside={data.length.toLocaleString('en')} flush>
      <ObjectLines objects={data} />
    </Card>
  );
}
