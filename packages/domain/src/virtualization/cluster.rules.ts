import { afterSave, isHiddenRow, rule, type Draft, type DomainRule, type Row, type Work } from '@plumbline/engine';
import { clusterLock } from '../cluster-lock.ts';
import { nameOf, rowsOf, textOf } from '../lookup.queries.ts';

const CLUSTER = 'virtualization.Cluster';
const MACHINE = 'virtualization.VirtualMachine';

const CODES = { site: 'SITE_MISMATCH', location: 'LOCATION_MISMATCH' } as const;

/** Hosts as messages call them: how many there are is told when all of them are seen. */
const hostsTold = (hosts: readonly Row[]): string => {
  const seen = hosts.filter((host) => !isHiddenRow(host));
  if (seen.length === 0) return 'Some of its hosts';
  const count = seen.length === hosts.length ? hosts.length : 'Some';
  return `${count} of its hosts, such as ${nameOf(seen[0])},`;
};

const refuseOutside = (draft: Draft, hosts: readonly Row[]): void => {
  for (const field of ['location', 'site'] as const) {
    const place = textOf(draft.after, field);
    const outside = place === null ? [] : hosts.filter((host) => textOf(host, field) !== place);
    if (outside.length === 0) continue;
    draft.refuse('scope', CODES[field], `${hostsTold(outside)} are at another ${field}; move them first.`);
    return;
  }
};

const hostsInside = rule(CLUSTER, {
  name: 'virtualization.cluster.1',
  when: ['site', 'location'],
  on: ['update'],
  locks: (drafts) => drafts.map(({ id }) => clusterLock(id)),
  check: async (drafts, work) => {
    const ids = drafts.map(({ id }) => id);
    const hosts = await rowsOf(work, 'dcim.Device', 'cluster', ids, ['number', 'name', 'site', 'location']);
    for (const draft of drafts)
      refuseOutside(
        draft,
        hosts.filter((host) => textOf(host, 'cluster') === draft.id),
      );
  },
});

/** Moves virtual machines that are not at the site of what runs them; each move is on record. */
const moveMachines = async (
  work: Work,
  reference: 'cluster' | 'device',
  sites: ReadonlyMap<string, string | null>,
): Promise<void> => {
  const settled = [...sites].flatMap(([id, site]) => (site === null ? [] : [id]));
  const machines = await rowsOf(work, MACHINE, reference, settled, ['site']);
  const moved = machines.flatMap((row) => {
    const site = sites.get(textOf(row, reference) ?? '') ?? null;
    return site === null || textOf(row, 'site') === site ? [] : [{ id: row['id'], site }];
  });
  if (moved.length > 0) await work.update(MACHINE, moved);
};

const siteOf = (drafts: readonly Draft[]): ReadonlyMap<string, string | null> =>
  new Map(drafts.map((draft) => [draft.id, textOf(draft.after, 'site')]));

/** Machines of a cluster are at its site; they stay where they are when it is no longer at one. */
const moveWithCluster = afterSave(CLUSTER, {
  name: 'virtualization.cluster.1.machines',
  when: ['site'],
  on: ['update'],
  run: (drafts, work) => (work.trusted ? undefined : moveMachines(work, 'cluster', siteOf(drafts))),
});

/** A location that moves takes its clusters along, and they their machines. */
const moveWithLocation = afterSave('dcim.Location', {
  name: 'virtualization.cluster.1.location',
  when: ['site'],
  on: ['update'],
  run: async (drafts, work) => {
    if (work.trusted) return;
    const sites = siteOf(drafts);
    const clusters = await rowsOf(work, CLUSTER, 'location', [...sites.keys()], []);
    await moveMachines(
      work,
      'cluster',
      new Map(clusters.map((row) => [String(row['id']), sites.get(textOf(row, 'location') ?? '') ?? null])),
    );
  },
});

/** Machines on a device go where it goes. */
const moveWithDevice = afterSave('dcim.Device', {
  name: 'virtualization.virtualmachine.1.moved',
  when: ['site'],
  on: ['update'],
  run: (drafts, work) => (work.trusted ? undefined : moveMachines(work, 'device', siteOf(drafts))),
});

/** Rules of clusters and of what moves with them. */
export const clusterRules: readonly DomainRule[] = [hostsInside, moveWithCluster, moveWithLocation, moveWithDevice];
