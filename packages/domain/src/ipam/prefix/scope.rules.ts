import { afterSave, derive, type ArcValue, type DomainRule, type Row, type Work } from '@plumbline/engine';
import { groupBy } from '../../group.ts';
import { distinct, rowsById, rowsOf, textOf } from '../../lookup.queries.ts';

const PREFIX = 'ipam.Prefix';

/** Places around a scope; what the scope does not settle is null. */
interface Places {
  readonly region: string | null;
  readonly siteGroup: string | null;
  readonly site: string | null;
  readonly location: string | null;
}

const scopeOf = (row: Row): ArcValue | null => (row['scope'] ?? null) as ArcValue | null; // arc field

const nowhere: Places = { region: null, siteGroup: null, site: null, location: null };

/** Places around the scopes of rows, two statements however many rows. */
const placesOf = async (work: Work, rows: readonly Row[]): Promise<(row: Row) => Places> => {
  const byArm = groupBy(
    rows.flatMap((row) => scopeOf(row) ?? []),
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
    const scope = scopeOf(row);
    if (scope?.arm === 'site') return atSite(scope.id);
    if (scope?.arm === 'location') return { ...atSite(textOf(locations.get(scope.id), 'site')), location: scope.id };
    return scope?.arm === 'region' || scope?.arm === 'siteGroup' ? { ...nowhere, [scope.arm]: scope.id } : nowhere;
  };
};

const takePlaces = derive(PREFIX, {
  name: 'ipam.prefix.7',
  from: ['scope'],
  fill: async (drafts, work) => {
    const places = await placesOf(
      work,
      drafts.map((draft) => draft.after),
    );
    for (const draft of drafts)
      for (const [field, value] of Object.entries(places(draft.after))) draft.set(field, value);
  },
});

const refreshPlaces = async (work: Work, reference: string, ids: readonly string[]): Promise<void> => {
  const prefixes = await rowsOf(work, PREFIX, reference, ids, ['scope']);
  const places = await placesOf(work, prefixes);
  if (prefixes.length > 0)
    await work.setDerived(
      PREFIX,
      prefixes.map((row) => ({ id: row['id'], ...places(row) })),
    );
};

const siteRegrouped = afterSave('dcim.Site', {
  name: 'dcim.site.2',
  when: ['region', 'group'],
  on: ['update'],
  run: (drafts, work) =>
    refreshPlaces(
      work,
      'site',
      drafts.map((draft) => draft.id),
    ),
});

const locationMoved = afterSave('dcim.Location', {
  name: 'dcim.location.3.prefixes',
  when: ['site'],
  on: ['update'],
  run: (drafts, work) =>
    refreshPlaces(
      work,
      'location',
      drafts.map((draft) => draft.id),
    ),
});

/** Rules that keep the places of prefixes in step with sites and locations. */
export const prefixScopeRules: readonly DomainRule[] = [takePlaces, siteRegrouped, locationMoved];
