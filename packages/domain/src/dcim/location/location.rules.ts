import { afterSave, type DomainRule } from '@plumbline/engine';
import { rowsOf, textOf } from '../../lookup.queries.ts';
import { atSameSite } from '../site/same-site.rules.ts';

const LOCATION = 'dcim.Location';

const parentInSite = atSameSite(LOCATION, {
  name: 'dcim.location.1',
  reference: 'parent',
  target: LOCATION,
  choose: 'a parent at the same site',
});

/** What stands in a moved location goes along: child locations, racks (which take their devices), panels, devices without rack, and cable ends of what has no device. */
const moveContents = afterSave(LOCATION, {
  name: 'dcim.location.3',
  when: ['site'],
  on: ['update'],
  run: async (drafts, work) => {
    const siteOf = new Map(drafts.map((draft) => [draft.id, textOf(draft.after, 'site')]));
    const ids = [...siteOf.keys()];
    const children = await rowsOf(work, LOCATION, 'parent', ids, ['site']);
    const racks = await rowsOf(work, 'dcim.Rack', 'location', ids, ['site']);
    const devices = await rowsOf(work, 'dcim.Device', 'location', ids, ['rack']);
    const panels = await rowsOf(work, 'dcim.PowerPanel', 'location', ids, ['site']);
    const ends = await rowsOf(work, 'dcim.CableTermination', 'location', ids, []);
    const moved = (rows: typeof racks, field: string) =>
      rows.map((row) => ({ id: row['id'], site: siteOf.get(textOf(row, field) ?? '') }));
    if (children.length > 0) await work.update(LOCATION, moved(children, 'parent'));
    if (racks.length > 0) await work.update('dcim.Rack', moved(racks, 'location'));
    if (panels.length > 0) await work.update('dcim.PowerPanel', moved(panels, 'location'));
    if (ends.length > 0) await work.setDerived('dcim.CableTermination', moved(ends, 'location'));
    const loose = devices.filter((device) => textOf(device, 'rack') === null);
    if (loose.length > 0) await work.update('dcim.Device', moved(loose, 'location'));
  },
});

/** Rules of locations. */
export const locationRules: readonly DomainRule[] = [parentInSite, moveContents];
