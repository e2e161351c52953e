import {
  createBrowserHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Link,
  Outlet,
  useLocation,
  useParams,
} from '@tanstack/react-router';
import { type ComponentType, Suspense } from 'react';
import { capital, entityPath } from './catalogue/catalogue.ts';
import { typesNear } from './catalogue/types-near.ts';
import type { UiEntity } from './catalogue/types.ts';
import { useCatalogue } from './catalogue/use-catalogue.ts';
import { Gate } from './frame/gate.tsx';
import { parseSearch, stringifySearch } from './generic/query/view-state.ts';
import { detailPages, formPages, listPages } from './pages/registry.ts';
import { buttonClass } from './ui/button.tsx';
import { lazyPart } from './ui/lazy-part.ts';
import { Bones, EmptyState, ErrorState } from './ui/panel.tsx';

const OverviewPage = lazyPart(async () => (await import('./pages/overview.tsx')).OverviewPage);
const TypesPage = lazyPart(async () => (await import('./pages/types.tsx')).TypesPage);
const ImportPage = lazyPart(async () => (await import('./pages/import.tsx')).ImportPage);
const SharedPage = lazyPart(async () => (await import('./features/share/shared-page.tsx')).SharedPage);
const SettingsPage = lazyPart(async () => (await import('./pages/settings.tsx')).SettingsPage);
const AccountPage = lazyPart(async () => (await import('./pages/account.tsx')).AccountPage);
const NotificationsPage = lazyPart(async () => (await import('./pages/notifications.tsx')).NotificationsPage);
const ListPage = lazyPart(async () => (await import('./generic/list/list.page.tsx')).ListPage);
const DetailPage = lazyPart(async () => (await import('./generic/detail/detail.page.tsx')).DetailPage);
const CreatePage = lazyPart(async () => (await import('./generic/form/create.page.tsx')).CreatePage);
const EditPage = lazyPart(async () => (await import('./generic/form/edit.page.tsx')).EditPage);

function NotFound() {
  const { entities } = useCatalogue();
  const { pathname } = useLocation();
  return (
    <EmptyState
      title="There is no such page"
      actions={
        <>
          {typesNear(entities, pathname).map((entity) => (
            <Link key={entity.name} to={`/${entityPath(entity)}`} className={buttonClass('plain')}>
              {capital(entity.plural)}
            </Link>
          ))}
          <Link to="/" className={buttonClass('plain')}>
            Overview
          </Link>
        </>
      }
    />
  );
}

/** Renders a page of the entity that the path names. */
function EntityRoute({ page }: { page: (entity: UiEntity, key: string) => React.JSX.Element }) {
  const catalogue = useCatalogue();
  const { domain, list, key } = useParams({ strict: false }) as Record<string, string | undefined>;
  const entity = catalogue.byPath.get(`${domain}/${list}`);
  if (!entity) return <NotFound />;
  return <Suspense fallback={<Bones lines={10} />}>{page(entity, key ?? '')}</Suspense>;
}

function detail(entity: UiEntity, key: string) {
  const Page = detailPages[entity.name] ?? DetailPage;
  return <Page key={`${entity.name}${key}`} entity={entity} segment={key} />;
}

function list(entity: UiEntity) {
  const Page = listPages[entity.name] ?? ListPage;
  return <Page entity={entity} />;
}

function form(entity: UiEntity, segment: string | null) {
  const Page = formPages[entity.name];
  if (Page) return <Page key={`${entity.name}${segment}`} entity={entity} segment={segment} />;
  return segment === null ? <CreatePage entity={entity} /> : <EditPage entity={entity} segment={segment} />;
}

/** Everything stands behind the sign-in but what a link shows to whoever has it. */
function Root() {
  const { token } = useParams({ strict: false }) as { token?: string };
  return token === undefined ? <Gate /> : <Outlet />;
}

const root = createRootRoute({
  component: Root,
  notFoundComponent: NotFound,
  errorComponent: ({ error, reset }) => <ErrorState error={error} onRetry={reset} />,
});

/** A page that belongs to no entity. */
function placeRoute<const Path extends string>(path: Path, Page: ComponentType) {
  return createRoute({
    getParentRoute: () => root,
    path,
    component: () => (
      <Suspense fallback={<Bones lines={8} />}>
        <Page />
      </Suspense>
    ),
  });
}

const places = [
  placeRoute('/', OverviewPage),
  placeRoute('/types', TypesPage),
  placeRoute('/import', ImportPage),
  placeRoute('/settings', SettingsPage),
  placeRoute('/account', AccountPage),
  placeRoute('/notifications', NotificationsPage),
  placeRoute('/share/$token', SharedPage),
];

const listRoute = createRoute({
  getParentRoute: () => root,
  path: '/$domain/$list',
  component: () => <EntityRoute page={list} />,
});

const newRoute = createRoute({
  getParentRoute: () => root,
  path: '/$domain/$list/new',
  component: () => <EntityRoute page={(entity) => form(entity, null)} />,
});

const detailRoute = createRoute({
  getParentRoute: () => root,
  path: '/$domain/$list/$key',
  component: () => <EntityRoute page={detail} />,
});

const editRoute = createRoute({
  getParentRoute: () => root,
  path: '/$domain/$list/$key/edit',
  component: () => <EntityRoute page={form} />,
});

/** The router under a base path. */
export function makeRouter(base: string) {
  return createRouter({
    routeTree: root.addChildren([...places, listRoute, newRoute, detailRoute, editRoute]),
    basepath: base,
    history: createBrowserHistory(),
    parseSearch,
    stringifySearch,
    defaultPreload: false,
    scrollRestoration: false,
  });
}
