import { Link } from '@tanstack/react-router';
import { entityPath } from '../../catalogue/catalogue.ts';
import type { UiEntity } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { formatTokens } from '../../generic/query/tokens.ts';
import css from './template-editor.module.css';

/** The types a template reads; each leads to all templates that read it. */
export function UsedTypes({ entity, types }: { entity: UiEntity; types: readonly string[] }) {
  const catalogue = useCatalogue();
  const known = types.flatMap((name) => catalogue.byName.get(name) ?? []);
  if (known.length === 0) return null;
  return (
    <nav className={css.uses} aria-label="Types this template reads">
      Reads
      {known.map((used) => (
        <Link
          key={used.name}
          to={`/${entityPath(entity)}`}
          search={{ f: formatTokens([{ path: 'usesTypes', op: 'has', values: [used.name] }]) }}
          title={`Templates that read ${used.plural}`}
        >
          {used.plural}
        </Link>
      ))}
    </nav>
  );
}
