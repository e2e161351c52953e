import { afterSave, derive, rule, type Draft, type DomainRule, type Work } from '@plumbline/engine';
import {
  distinct,
  HIDDEN_NAME,
  idsIn,
  isGiven,
  nameOf,
  numberOf,
  rowsOf,
  targetsOf,
  textOf,
} from '../../lookup.queries.ts';
import { clusterLock } from '../../cluster-lock.ts';

const CHASSIS = 'dcim.VirtualChassis';
const DEVICE = 'dcim.Device';

const chassisLock = (id: string): string => `${CHASSIS}/${id}`;

/** Chassis of a device before and after. */
const chassisOf = (draft: Draft): string[] =>
  distinct([textOf(draft.before ?? undefined, 'virtualChassis'), textOf(draft.after, 'virtualChassis')]);

const refuseMaster = (draft: Draft, chassis: string | null, name: string): void => {
  if (draft.action === 'update' && chassis !== draft.id)
    draft.refuse('master', 'NOT_A_MEMBER', `${name} is no member of this chassis; make it one first.`);
  else if (draft.action === 'create' && chassis !== null)
    draft.refuse('master', 'NOT_A_MEMBER', `${name} is a member of another chassis; take it out there first.`);
};

const masterIsMember = rule(CHASSIS, {
  name: 'dcim.virtualchassis.1',
  when: ['master'],
  locks: (drafts) => [
    ...drafts.map((draft) => chassisLock(draft.id)),
    ...idsIn(drafts, 'master').map((id) => `${DEVICE}.chassis/${id}`),
  ],
  check: async (drafts, work) => {
    const masters = await targetsOf(work, drafts, 'master', DEVICE, ['name', 'number', 'virtualChassis']);
    for (const draft of drafts) {
      const master = masters.get(textOf(draft.after, 'master') ?? '');
      if (master) refuseMaster(draft, textOf(master, 'virtualChassis'), nameOf(master));
    }
  },
});

/** The master that a new chassis names becomes its member at position 1; imports bring members themselves. */
const joinMaster = afterSave(CHASSIS, {
  name: 'dcim.virtualchassis.1.join',
  when: ['master'],
  on: ['create'],
  run: async (drafts, work) => {
    if (work.trusted) return;
    const rows = drafts.map((draft) => ({
      id: textOf(draft.after, 'master'),
      virtualChassis: draft.id,
      vcPosition: 1,
    }));
    await work.update(DEVICE, rows);
  },
});

/** A LAG whose members are on other devices by chassis, as messages call it. */
const spanningLags = async (work: Work, ids: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const rows = await work.sql<{ chassis: string; id: string; name: string }>`
    SELECT DISTINCT ON (d.virtual_chassis_id) d.virtual_chassis_id AS chassis, l.id, l.name
    FROM dcim_device d
    JOIN dcim_interface i ON i.organization_id = d.organization_id AND i.device_id = d.id
    JOIN dcim_interface l ON l.organization_id = d.organization_id AND l.id = i.lag_id AND l.device_id <> d.id
    WHERE d.organization_id = ${work.org} AND d.virtual_chassis_id = ANY(${ids}::uuid[])
    ORDER BY d.virtual_chassis_id, l.name`;
  const seen = await work.read.seen(
    'dcim.Interface',
    rows.map(({ id }) => id),
  );
  return new Map(rows.map(({ chassis, id, name }) => [chassis, seen.has(id) ? name : HIDDEN_NAME]));
};

const noSpanningLag = rule(CHASSIS, {
  name: 'dcim.virtualchassis.1.lag',
  on: ['delete'],
  locks: (drafts) => drafts.map((draft) => chassisLock(draft.id)),
  check: async (drafts, work) => {
    const lags = await spanningLags(
      work,
      drafts.map((draft) => draft.id),
    );
    for (const draft of drafts) {
      const lag = lags.get(draft.id);
      if (lag !== undefined)
        draft.refuse('', 'IN_USE', `The LAG ${lag} has members on several devices of the chassis; dissolve it first.`);
    }
  },
});

const hasPosition = rule(DEVICE, {
  name: 'dcim.device.8',
  when: ['virtualChassis', 'vcPosition'],
  check: (drafts) => {
    for (const draft of drafts)
      if (textOf(draft.after, 'virtualChassis') !== null && numberOf(draft.after, 'vcPosition') === null)
        draft.refuse('vcPosition', 'REQUIRED', 'A member of a virtual chassis needs a position in it.');
  },
});

const masterStays = rule(DEVICE, {
  name: 'dcim.device.8.master',
  when: ['virtualChassis'],
  on: ['update'],
  locks: (drafts) => [
    ...drafts.flatMap(chassisOf).map(chassisLock),
    ...drafts.map((draft) => `${DEVICE}.chassis/${draft.id}`),
  ],
  check: async (drafts, work) => {
    const held = await rowsOf(
      work,
      CHASSIS,
      'master',
      drafts.map((draft) => draft.id),
      ['name'],
    );
    const byMaster = new Map(held.map((chassis) => [textOf(chassis, 'master'), chassis]));
    for (const draft of drafts) {
      const chassis = byMaster.get(draft.id);
      if (chassis && String(chassis['id']) !== textOf(draft.after, 'virtualChassis'))
        draft.refuse(
          'virtualChassis',
          'IN_USE',
          `The device is the master of ${nameOf(chassis)}; make another member the master first.`,
        );
    }
  },
});

/** What leaves a chassis has neither position nor priority any more. */
const leave = derive(DEVICE, {
  name: 'dcim.device.8.leave',
  from: ['virtualChassis'],
  fill: (drafts, work) => {
    if (work.trusted) return;
    for (const draft of drafts) {
      if (draft.action !== 'update' || textOf(draft.after, 'virtualChassis') !== null) continue;
      for (const field of ['vcPosition', 'vcPriority']) if (!isGiven(draft, field)) draft.set(field, null);
    }
  },
});

const clusterFits = rule(DEVICE, {
  name: 'dcim.device.7',
  when: ['cluster', 'site', 'location'],
  locks: (drafts) => idsIn(drafts, 'cluster').map(clusterLock),
  check: async (drafts, work) => {
    const clusters = await targetsOf(work, drafts, 'cluster', 'virtualization.Cluster', ['name', 'site', 'location']);
    for (const draft of drafts) {
      const cluster = clusters.get(textOf(draft.after, 'cluster') ?? '');
      const elsewhere = ['site', 'location'].find(
        (field) => textOf(cluster, field) !== null && textOf(cluster, field) !== textOf(draft.after, field),
      );
      if (elsewhere)
        draft.refuse(
          'cluster',
          elsewhere === 'site' ? 'SITE_MISMATCH' : 'LOCATION_MISMATCH',
          `${nameOf(cluster)} is at another ${elsewhere}; choose a cluster at the ${elsewhere} of the device.`,
        );
    }
  },
});

/** Rules of virtual chassis, and of devices as members of chassis and clusters. */
export const virtualChassisRules: readonly DomainRule[] = [
  masterIsMember,
  noSpanningLag,
  joinMaster,
  leave,
  hasPosition,
  masterStays,
  clusterFits,
];
