import { afterSave, derive, rule, type DomainRule } from '@plumbline/engine';
import { numberOf, rowsOf, targetsOf, textOf } from '../../lookup.queries.ts';
import { atSameSite } from '../site/same-site.rules.ts';
import { availablePower } from './available-power.ts';
import { FEED_DEFAULTS, feedDefault } from './power.settings.ts';

const PANEL = 'dcim.PowerPanel';
const FEED = 'dcim.PowerFeed';
const TERMINATION = 'dcim.CableTermination';

const panelAtSite = atSameSite(PANEL, {
  name: 'dcim.powerpanel.1',
  reference: 'location',
  target: 'dcim.Location',
  choose: 'a location at the site of the panel',
});

const rackAtSite = atSameSite(FEED, {
  name: 'dcim.powerfeed.1',
  reference: 'rack',
  target: 'dcim.Rack',
  choose: 'a rack at the site of the panel',
  at: { reference: 'powerPanel', target: PANEL },
});

const positiveForAc = rule(FEED, {
  name: 'dcim.powerfeed.1.voltage',
  when: ['voltage', 'supply'],
  check: (drafts) => {
    for (const draft of drafts)
      if (textOf(draft.after, 'supply') === 'ac' && (numberOf(draft.after, 'voltage') ?? 0) < 0)
        draft.refuse('voltage', 'BAD_USER_INPUT', 'An AC feed has no negative voltage; drop the sign or choose DC.');
  },
});

/** Voltage, amperage and limit of a feed that does not say are what the settings say. */
const takeDefaults = derive(FEED, {
  name: 'dcim.powerfeed.default',
  from: FEED_DEFAULTS,
  fill: async (drafts, work) => {
    for (const field of FEED_DEFAULTS) {
      const open = drafts.filter((draft) => numberOf(draft.after, field) === null);
      const value = open.length > 0 ? await feedDefault(work, field) : null;
      for (const draft of open) draft.set(field, value);
    }
  },
});

const power = derive(FEED, {
  name: 'dcim.powerfeed.2',
  from: [...FEED_DEFAULTS, 'phase'],
  fill: (drafts) => {
    for (const draft of drafts) {
      const rating = {
        voltage: numberOf(draft.after, 'voltage') ?? 0,
        amperage: numberOf(draft.after, 'amperage') ?? 0,
        maxUtilization: numberOf(draft.after, 'maxUtilization') ?? 0,
        isThreePhase: textOf(draft.after, 'phase') === 'three-phase',
      };
      draft.set('availablePower', availablePower(rating));
    }
  },
});

/** Ends of cables at a feed stand where its rack stands. */
const moveEnds = afterSave(FEED, {
  name: 'dcim.cabletermination.1.feed',
  when: ['rack'],
  on: ['update'],
  run: async (drafts, work) => {
    const racks = await targetsOf(work, drafts, 'rack', 'dcim.Rack', ['site', 'location']);
    const ends = await work.read.rows(TERMINATION, {
      where: { 'termination.powerFeed': drafts.map((draft) => draft.id) },
      fields: ['id', 'termination'],
    });
    const rackOf = new Map(drafts.map((draft) => [draft.id, textOf(draft.after, 'rack')]));
    const moved = ends.map((end) => {
      const rack = rackOf.get((end['termination'] as { readonly id: string }).id) ?? null; // arc field, found by this arm
      const place = racks.get(rack ?? '');
      return { id: end['id'], rack, site: textOf(place, 'site'), location: textOf(place, 'location') };
    });
    if (moved.length > 0) await work.setDerived(TERMINATION, moved);
  },
});

/** Ends of cables in a moved rack go along; those of devices follow their device. */
const moveRackEnds = afterSave('dcim.Rack', {
  name: 'dcim.cabletermination.1.rack',
  when: ['site', 'location'],
  on: ['update'],
  run: async (drafts, work) => {
    const racks = new Map(drafts.map((draft) => [draft.id, draft.after]));
    const ends = await rowsOf(work, TERMINATION, 'rack', [...racks.keys()], []);
    const moved = ends.map((end) => {
      const place = racks.get(textOf(end, 'rack') ?? '');
      return { id: end['id'], site: textOf(place, 'site'), location: textOf(place, 'location') };
    });
    if (moved.length > 0) await work.setDerived(TERMINATION, moved);
  },
});

/** Rules of power panels and feeds. */
export const powerFeedRules: readonly DomainRule[] = [
  panelAtSite,
  takeDefaults,
  power,
  rackAtSite,
  positiveForAc,
  moveEnds,
  moveRackEnds,
];
