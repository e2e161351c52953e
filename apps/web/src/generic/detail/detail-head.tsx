import { Link, useNavigate } from '@tanstack/react-router';
import { MoreHorizontal, Pencil, Trash2 } from 'lucide-react';
import { type ReactNode, Suspense, useEffect, useState } from 'react';
import { capital, entityPath } from '../../catalogue/catalogue.ts';
import { ObjectLink, objectName, objectPath } from '../../catalogue/object-link.tsx';
import type { RefValue, Row, UiEntity } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { MarkButtons } from '../../features/bookmarks/mark-buttons.tsx';
import { ObjectLinks } from '../../features/custom-links/object-links.tsx';
import { ShareObject } from '../../features/share/share-object.tsx';
import { hasOwnKeys, isLetterKey, isTyping, usePageKeys } from '../../frame/keys.ts';
import { PageHead } from '../../frame/page-head.tsx';
import { rememberPlace } from '../../frame/recent.ts';
import { buttonClass, IconButton, Key } from '../../ui/button.tsx';
import { CopyButton, copyText } from '../../ui/copy-button.tsx';
import { Menu, MenuItem, MenuLine } from '../../ui/menu.tsx';
import { Status } from '../../ui/status.tsx';
import { notify } from '../../ui/toast.tsx';
import { choiceOf } from '../../widgets/choice/choices.ts';
import { lazyPart } from '../../ui/lazy-part.ts';
import css from './detail.module.css';
import { crumbFields, stateField } from './groups.ts';

const DeleteDialog = lazyPart(async () => (await import('../delete-dialog.tsx')).DeleteDialog);

function Crumbs({ entity, row }: { entity: UiEntity; row: Row }) {
  const catalogue = useCatalogue();
  const parents = crumbFields(entity).flatMap((field) => {
    const value = row[field.name] as RefValue | null | undefined;
    const target = catalogue.byName.get(field.target ?? '');
    return value && target ? [{ value, target }] : [];
  });
  return (
    <nav className={css.crumbs} aria-label="Where this belongs">
      <Link to={`/${entityPath(entity)}`}>{capital(entity.plural)}</Link>
      {parents.map(({ value, target }) => (
        <span key={target.name + value.id}>
          {'/ '}
          <ObjectLink entity={target} row={value} />
        </span>
      ))}
    </nav>
  );
}

function StatePill({ entity, row }: { entity: UiEntity; row: Row }) {
  const field = stateField(entity);
  const choice = field && choiceOf(field, row[field.name]);
  return choice ? <Status value={String(choice.value)} label={choice.label.toLowerCase()} pill /> : null;
}

function Beside({ entity, row }: { entity: UiEntity; row: Row }) {
  return (
    <>
      <CopyButton text={objectName(row)} label="name" />
      <StatePill entity={entity} row={row} />
      <MarkButtons entity={entity} row={row} />
    </>
  );
}

function MoreMenu({ row, onDelete, readOnly }: { row: Row; onDelete: () => void; readOnly: boolean }) {
  const copy = (text: string, what: string) =>
    void copyText(text).then((done) => notify(done ? `Copied ${what}` : 'The browser refused to copy'));
  return (
    <Menu
      trigger={
        <IconButton label="More actions" tone="plain">
          <MoreHorizontal size={14} />
        </IconButton>
      }
    >
      <MenuItem onSelect={() => copy(location.href, 'the link')}>Copy link</MenuItem>
      <MenuItem onSelect={() => copy(JSON.stringify(row, null, 2), 'as JSON')}>Copy as JSON</MenuItem>
      {readOnly ? null : (
        <>
          <MenuLine />
          <MenuItem danger icon={<Trash2 size={14} aria-hidden="true" />} onSelect={onDelete}>
            Delete
          </MenuItem>
        </>
      )}
    </Menu>
  );
}

function useEditKey(path: string | null): void {
  const navigate = useNavigate();
  usePageKeys((event) => {
    if (event.key !== 'e' || path === null || isTyping(event) || hasOwnKeys(event) || !isLetterKey(event)) return;
    event.preventDefault();
    void navigate({ to: path });
  });
}

function EditLink({ path }: { path: string }) {
  return (
    <Link to={path} className={buttonClass('plain')}>
      <Pencil size={13} aria-hidden="true" /> Edit <Key>E</Key>
    </Link>
  );
}

/** Title, state and actions of an object's page. */
export function DetailHead({ entity, row, actions }: { entity: UiEntity; row: Row; actions?: ReactNode }) {
  const navigate = useNavigate();
  const [deleting, setDeleting] = useState(false);
  const name = objectName(row);
  const path = objectPath(entity, row);
  const editPath = entity.readOnly ? null : `${path}/edit`;
  useEditKey(editPath);
  useEffect(() => rememberPlace({ path, label: name, entity: entity.name }), [path, name, entity.name]);
  const target = { entity, filter: { id: { in: [row.id] } }, count: 1, label: `${entity.label} ${name}` };
  return (
    <>
      <PageHead
        above={<Crumbs entity={entity} row={row} />}
        title={name}
        beside={<Beside entity={entity} row={row} />}
        actions={
          <>
            <ObjectLinks entity={entity} row={row} />
            {actions}
            <ShareObject entity={entity} row={row} />
            {editPath ? <EditLink path={editPath} /> : null}
            <MoreMenu row={row} readOnly={entity.readOnly} onDelete={() => setDeleting(true)} />
          </>
        }
      />
      <Suspense>
        {deleting ? (
          <DeleteDialog
            target={target}
            onClose={() => setDeleting(false)}
            onDone={() => void navigate({ to: `/${entityPath(entity)}` })}
          />
        ) : null}
      </Suspense>
    </>
  );
}
