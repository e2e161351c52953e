import { afterSave, derive, type ArcValue, type Draft, type DomainRule, type Row, type Work } from '@plumbline/engine';
import { holdRows } from '../../held.queries.ts';
import { groupBy } from '../../group.ts';
import { distinct, rowsById, rowsOf, textOf } from '../../lookup.queries.ts';

const SITE = 'dcim.Site';

/** Places around a scope; what the scope does not settle is null. */
interface Places {
  readonly region: string | null;
  readonly siteGroup: string | null;
  readonly site: string | null;
  readonly location: string | null;
}

/** The place a row names, by the field that holds it. */
const scopeOf = (row: Row, field: string): ArcValue | null => (row[field] ?? null) as ArcValue | null; // arc field

const nowhere: Places = { region: null, siteGroup: null, site: null, location: null };

/** Places around the scopes of rows, two statements however many rows. */
const placesOf = async (work: Work, rows: readonly Row[], field: string): Promise<(row: Row) => Places> => {
  const byArm = groupBy(
    rows.flatMap((row) => scopeOf(row, field) ?? []),
    ({ arm }) => arm,
  );
  const idsOf = (arm: string) => distinct((byArm.get(arm) ?? []).map(({ id }) => id));
  const locations = await rowsById(work, 'dcim.Location', idsOf('location'), ['site']);
  const siteIds = distinct([...idsOf('site'), ...[...locations.values()].map((row) => textOf(row, 'site'))]);
  const sites = await rowsById(work, 'dcim.Site', siteIds, ['region', 'group']);
  const atSite = (site: string | null): Places => {
    const row = sites.get(site ?? '');
    return { ...nowhere, site, region: textOf(row, 'region'), siteGroup: textOf(row, 'group') };
  };
  return (row) => {
    const scope = scopeOf(row, field);
    if (scope?.arm === 'site') return atSite(scope.id);
    if (scope?.arm === 'location') return { ...atSite(textOf(locations.get(scope.id), 'site')), location: scope.id };
    return scope?.arm === 'region' || scope?.arm === 'siteGroup' ? { ...nowhere, [scope.arm]: scope.id } : nowhere;
  };
};

/** Keeps the sites and locations that scopes name where they are, and the sites of those locations. */
const holdScopes = async (work: Work, drafts: readonly Draft[], field: string): Promise<void> => {
  const scopes = drafts.flatMap(({ after }) => scopeOf(after, field) ?? []);
  const idsOf = (arm: string): string[] => scopes.flatMap((scope) => (scope.arm === arm ? [scope.id] : []));
  holdRows(work, 'dcim.Location', idsOf('location'));
  const locations = await rowsById(work, 'dcim.Location', distinct(idsOf('location')), ['site']);
  holdRows(work, SITE, [...idsOf('site'), ...[...locations.values()].map((row) => textOf(row, 'site'))]);
};

const takePlaces = (model: string, name: string, field: string): DomainRule =>
  derive(model, {
    name,
    from: [field],
    fill: async (drafts, work) => {
      await holdScopes(work, drafts, field);
      const places = await placesOf(
        work,
        drafts.map((draft) => draft.after),
        field,
      );
      for (const draft of drafts)
        for (const [place, value] of Object.entries(places(draft.after))) draft.set(place, value);
    },
  });

const refreshPlaces = async (
  work: Work,
  { model, field, reference }: Refresh,
  ids: readonly string[],
): Promise<void> => {
  const scoped = await rowsOf(work, model, reference, ids, [field]);
  const places = await placesOf(work, scoped, field);
  if (scoped.length > 0)
    await work.setDerived(
      model,
      scoped.map((row) => ({ id: row['id'], ...places(row) })),
    );
};

/** What changes places of rows: the model of those rows, the field that names a place, and the derived one by which they are found. */
interface Refresh {
  readonly model: string;
  readonly field: string;
  readonly reference: string;
}

const refreshed = (refresh: Refresh, entity: string, name: string, when: readonly string[]): DomainRule =>
  afterSave(entity, {
    name: `${name}.${refresh.model}`,
    when,
    on: ['update'],
    run: (drafts, work) =>
      refreshPlaces(
        work,
        refresh,
        drafts.map((draft) => draft.id),
      ),
  });

/** Rules that keep the places of rows with a scope (prefixes, clusters, wireless LANs, circuit ends) in step with sites and locations. */
export const scopeRules = (model: string, name: string, field = 'scope'): readonly DomainRule[] => [
  takePlaces(model, name, field),
  refreshed({ model, field, reference: 'site' }, SITE, 'dcim.site.2', ['region', 'group']),
  refreshed({ model, field, reference: 'location' }, 'dcim.Location', 'dcim.location.3', ['site']),
];
