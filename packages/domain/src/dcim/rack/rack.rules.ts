import { afterSave, derive, rule, type DomainRule } from '@plumbline/engine';
import { holdRows } from '../../held.queries.ts';
import { idsIn, rowsOf, targetsOf, textOf } from '../../lookup.queries.ts';
import { frameMeasureRules } from '../measure.rules.ts';
import { atSameSite } from '../site/same-site.rules.ts';
import { FRAME_FIELDS } from './rack-frame.ts';
import { frameOf, mountedIn, type Mounted } from './rack.queries.ts';
import { frameHalfUnits, isInsideFrame, unitsText } from './rack-space.ts';

const RACK = 'dcim.Rack';

/** Lock that serialises everything about the space of a rack. */
export const rackLock = (rack: string): string => `dcim.rack/${rack}`;

const takeFrame = derive(RACK, {
  name: 'dcim.rack.1',
  from: ['rackType', ...FRAME_FIELDS],
  fill: async (drafts, work) => {
    if (work.trusted) return; // an import keeps dimensions as its source has them
    holdRows(work, 'dcim.RackType', idsIn(drafts, 'rackType'));
    const types = await targetsOf(work, drafts, 'rackType', 'dcim.RackType', FRAME_FIELDS);
    for (const draft of drafts) {
      const type = types.get(textOf(draft.after, 'rackType') ?? '');
      if (type) for (const field of FRAME_FIELDS) draft.set(field, type[field] ?? null);
    }
  },
});

const locationInSite = atSameSite(RACK, {
  name: 'dcim.rack.2',
  reference: 'location',
  target: 'dcim.Location',
  choose: 'a location at the site of the rack',
});

const tooSmall = (device: Mounted, lowest: number, highest: number): string =>
  `${device.name} takes units ${unitsText(device.space.halfUnits)}, but the rack would hold ${lowest}-${highest}; move the device first.`;

const holdsDevices = rule(RACK, {
  name: 'dcim.rack.3',
  when: ['uHeight', 'startingUnit'],
  on: ['update'],
  locks: (drafts) => drafts.map((draft) => rackLock(draft.id)),
  check: async (drafts, work) => {
    const mounted = await mountedIn(
      work,
      drafts.map((draft) => draft.id),
    );
    for (const draft of drafts) {
      const frame = frameOf(draft.after);
      const all = frameHalfUnits(frame);
      const outside = mounted.find((device) => device.rack === draft.id && !isInsideFrame(frame, device.space));
      if (!outside) continue;
      const field = outside.space.halfUnits.first < all.first ? 'startingUnit' : 'uHeight';
      const message = tooSmall(outside, frame.startingUnit, frame.startingUnit + frame.heightU - 1);
      draft.refuse(field, 'RACK_TOO_SMALL', message, { device: outside.isHidden ? null : outside.id });
    }
  },
});

/** Devices stand where their rack stands; their own after-save steps move the components. */
const moveDevices = afterSave(RACK, {
  name: 'dcim.rack.8',
  when: ['site', 'location'],
  on: ['update'],
  run: async (drafts, work) => {
    const racks = new Map(drafts.map((draft) => [draft.id, draft.after]));
    const devices = await rowsOf(work, 'dcim.Device', 'rack', [...racks.keys()], []);
    if (devices.length === 0) return;
    await work.update(
      'dcim.Device',
      devices.map((device) => {
        const rack = racks.get(textOf(device, 'rack') ?? '');
        return { id: device['id'], site: rack?.['site'] ?? null, location: rack?.['location'] ?? null };
      }),
    );
  },
});

/** Rules of racks. */
export const rackRules: readonly DomainRule[] = [
  takeFrame,
  ...frameMeasureRules(RACK),
  locationInSite,
  holdsDevices,
  moveDevices,
];
