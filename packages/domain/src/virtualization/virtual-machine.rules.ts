import { derive, rule, type Draft, type DomainRule, type Row } from '@plumbline/engine';
import { contextDataRule } from '../extras/config-context/config-context.rules.ts';
import { groupRows, idsIn, isGiven, nameOf, rowsOf, targetsOf, textOf } from '../lookup.queries.ts';
import { clusterLock } from '../cluster-lock.ts';

const MACHINE = 'virtualization.VirtualMachine';
const HOSTS = ['site', 'cluster', 'device'];

/** Lock that serialises what depends on the machines of a device. */
const hostLock = (id: string): string => `${MACHINE}.host/${id}`;

/** A machine is where its cluster is, else its device, unless the caller names a site (and is refused). */
const takeSite = derive(MACHINE, {
  name: 'virtualization.virtualmachine.1.site',
  from: HOSTS,
  fill: async (drafts, work) => {
    if (work.trusted) return; // an import keeps places as its source has them
    const clusters = await targetsOf(work, drafts, 'cluster', 'virtualization.Cluster', ['site']);
    const devices = await targetsOf(work, drafts, 'device', 'dcim.Device', ['site']);
    for (const draft of drafts) {
      const isMoved = !isGiven(draft, 'site') && (draft.changed('cluster') || draft.changed('device'));
      if (textOf(draft.after, 'site') !== null && !isMoved) continue;
      const site =
        textOf(clusters.get(textOf(draft.after, 'cluster') ?? ''), 'site') ??
        textOf(devices.get(textOf(draft.after, 'device') ?? ''), 'site');
      if (site !== null) draft.set('site', site);
    }
  },
});

const DEFAULTS = { platform: 'defaultPlatform', vcpus: 'defaultVcpus', memory: 'defaultMemory' } as const;

/** A new machine takes platform, processors and memory of its type where the caller says nothing. */
const takeDefaults = derive(MACHINE, {
  name: 'virtualization.virtualmachinetype.1',
  from: ['virtualMachineType'],
  fill: async (drafts, work) => {
    const fresh = drafts.filter((draft) => draft.action === 'create' && !work.trusted);
    const types = await targetsOf(
      work,
      fresh,
      'virtualMachineType',
      'virtualization.VirtualMachineType',
      Object.values(DEFAULTS),
    );
    for (const draft of fresh) {
      const type = types.get(textOf(draft.after, 'virtualMachineType') ?? '');
      for (const [field, source] of Object.entries(DEFAULTS))
        if (type && !isGiven(draft, field)) draft.set(field, type[source] ?? null);
    }
  },
});

const refuseSite = (draft: Draft, field: 'cluster' | 'device', host: Row | undefined): void => {
  const [own, site] = [textOf(draft.after, 'site'), textOf(host, 'site')];
  if (own !== null && site !== null && own !== site)
    draft.refuse(field, 'SITE_MISMATCH', `${nameOf(host)} is at another site than the virtual machine.`);
};

const refuseCluster = (draft: Draft, device: Row | undefined): void => {
  if (!device || textOf(device, 'cluster') === textOf(draft.after, 'cluster')) return;
  const message =
    textOf(device, 'cluster') === null
      ? `${nameOf(device)} is in no cluster; choose a host of the cluster or leave the cluster empty.`
      : `${nameOf(device)} is a host of another cluster; name its cluster or choose another host.`;
  draft.refuse('device', 'CLUSTER_MISMATCH', message);
};

const hostsAgree = rule(MACHINE, {
  name: 'virtualization.virtualmachine.1',
  when: HOSTS,
  locks: (drafts) => [...idsIn(drafts, 'cluster').map(clusterLock), ...idsIn(drafts, 'device').map(hostLock)],
  check: async (drafts, work) => {
    const clusters = await targetsOf(work, drafts, 'cluster', 'virtualization.Cluster', ['name', 'site']);
    const devices = await targetsOf(work, drafts, 'device', 'dcim.Device', ['number', 'name', 'site', 'cluster']);
    for (const draft of drafts) {
      const device = devices.get(textOf(draft.after, 'device') ?? '');
      if (HOSTS.every((field) => textOf(draft.after, field) === null))
        draft.refuse('site', 'REQUIRED', 'A virtual machine is at a site, in a cluster or on a device; name one.');
      refuseSite(draft, 'cluster', clusters.get(textOf(draft.after, 'cluster') ?? ''));
      refuseSite(draft, 'device', device);
      refuseCluster(draft, device);
    }
  },
});

/** A device keeps its cluster while machines are bound to it. */
const hostKeepsCluster = rule('dcim.Device', {
  name: 'virtualization.virtualmachine.1.host',
  when: ['cluster', 'site'],
  on: ['update'],
  locks: (drafts) => drafts.map(({ id }) => hostLock(id)),
  check: async (drafts, work) => {
    const ids = drafts.filter((draft) => draft.changed('cluster')).map(({ id }) => id);
    const machines = groupRows(await rowsOf(work, MACHINE, 'device', ids, ['name', 'cluster']), 'device');
    for (const draft of drafts) {
      const other = machines
        .get(draft.id)
        ?.find((machine) => textOf(machine, 'cluster') !== textOf(draft.after, 'cluster'));
      if (other)
        draft.refuse(
          'cluster',
          'CLUSTER_MISMATCH',
          `Virtual machine ${nameOf(other)} runs on this device; take it off the device first.`,
        );
    }
  },
});

/** Rules of virtual machines. */
export const virtualMachineRules: readonly DomainRule[] = [
  takeSite,
  takeDefaults,
  hostsAgree,
  hostKeepsCluster,
  contextDataRule(MACHINE, 'localContextData'),
];
