import { Link } from '@tanstack/react-router';
import { Fragment, useContext } from 'react';
import { capital, entityPath } from '../../catalogue/catalogue.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { textClass } from '../../ui/text.tsx';
import { CompactContext } from '../compact.ts';
import type { CellProps } from '../widget.ts';

function TypeName({ name }: { name: string }) {
  const entity = useCatalogue().byName.get(name);
  const compact = useContext(CompactContext);
  if (!entity) return <>{name}</>;
  if (compact) return <>{capital(entity.label)}</>;
  return (
    <Link to={`/${entityPath(entity)}`} className={textClass.link}>
      {capital(entity.label)}
    </Link>
  );
}

/** A type by its label. */
export function TypeCell({ value }: CellProps) {
  return typeof value === 'string' && value !== '' ? <TypeName name={value} /> : null;
}

/** Several types by their labels. */
export function TypesCell({ value }: CellProps) {
  if (!Array.isArray(value)) return null;
  return (
    <span>
      {value.map((name: string, index) => (
        <Fragment key={name}>
          {index > 0 ? ', ' : null}
          <TypeName name={name} />
        </Fragment>
      ))}
    </span>
  );
}
