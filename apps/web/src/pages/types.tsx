import { Link } from '@tanstack/react-router';
import { capital, entityPath } from '../catalogue/catalogue.ts';
import { useCatalogue } from '../catalogue/use-catalogue.ts';
import { iconOf } from '../frame/entity-icons.ts';
import { typeSections } from '../frame/navigation.ts';
import { PageHead } from '../frame/page-head.tsx';
import { useReportStatus } from '../frame/status-line.tsx';
import detail from '../generic/detail/detail.module.css';
import { Card } from '../ui/panel.tsx';
import css from './pages.module.css';

/** Every type of object this server knows, by heading. */
export function TypesPage() {
  const catalogue = useCatalogue();
  const count = catalogue.entities.length;
  useReportStatus({ text: `${count} types`, request: null, ms: null });
  return (
    <>
      <PageHead title="All types" aside={String(count)} />
      <div className={detail.scroll} tabIndex={0} role="region" aria-label="All types">
        <div className={detail.cards}>
          {typeSections(catalogue).map((section) => (
            <Card key={section.label} title={section.label} aside={String(section.entities.length)} flush>
              <ul className={css.links}>
                {section.entities.map((entity) => {
                  const Icon = iconOf(entity);
                  return (
                    <li key={entity.name}>
                      <Link to={`/${entityPath(entity)}`} className={css.link}>
                        <Icon size={14} strokeWidth={1.75} aria-hidden="true" />
                        {capital(entity.plural)}
                      </Link>
                    </li>
                  );
                })}
              </ul>
            </Card>
          ))}
        </div>
      </div>
    </>
  );
}
