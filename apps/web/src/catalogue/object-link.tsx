import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { textClass } from '../ui/text.tsx';
import { entityPath } from './catalogue.ts';
import type { RefValue, UiEntity } from './types.ts';

/** Path of one object's page: by number when it has one, else by id. */
export function objectPath(entity: UiEntity, row: { id: string; number: number | null }): string {
  return `/${entityPath(entity)}/${row.number ?? row.id}`;
}

/** What an object is called; its number stands in for a missing name. */
export function objectName(row: { number: number | null; display: string | null }): string {
  return row.display || (row.number === null ? 'unnamed' : `#${row.number}`);
}

/** A link to an object's page by its name. */
export function ObjectLink({
  entity,
  row,
  tabIndex,
  children,
}: {
  entity: UiEntity;
  row: RefValue;
  tabIndex?: number;
  children?: ReactNode;
}) {
  return (
    <Link to={objectPath(entity, row)} className={textClass.link} {...(tabIndex === undefined ? {} : { tabIndex })}>
      {children ?? objectName(row)}
    </Link>
  );
}
