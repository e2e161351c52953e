import { afterSave, derive, type ArcValue, type DomainRule, type Row, type Work } from '@plumbline/engine';
import { groupBy } from '../../group.ts';
import { distinct, rowsById, rowsOf, textOf } from '../../lookup.queries.ts';

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

const takePlaces = (model: string, name: string): DomainRule =>
  derive(model, {
    name,
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

const refreshPlaces = async (work: Work, model: string, reference: string, ids: readonly string[]): Promise<void> => {
  const scoped = await rowsOf(work, model, reference, ids, ['scope']);
  const places = await placesOf(work, scoped);
  if (scoped.length > 0)
    await work.setDerived(
      model,
      scoped.map((row) => ({ id: row['id'], ...places(row) })),
    );
};

const refreshed = (
  model: string,
  entity: string,
  name: string,
  when: readonly string[],
  reference: string,
): DomainRule =>
  afterSave(entity, {
    name: `${name}.${model}`,
    when,
    on: ['update'],
    run: (drafts, work) =>
      refreshPlaces(
        work,
        model,
        reference,
        drafts.map((draft) => draft.id),
      ),
  });

/** Rules that keep the places of scoped rows (prefixes, clusters, wireless LANs) in step with sites and locations. */
export const scopeRules = (model: string, name: string): readonly DomainRule[] => [
  takePlaces(model, name),
  refreshed(model, 'dcim.Site', 'dcim.site.2', ['region', 'group'], 'site'),
  refreshed(model, 'dcim.Location', 'dcim.location.3', ['site'], 'location'),
];
