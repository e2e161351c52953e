import { derive, rule, type Draft, type DomainRule, type Row } from '@plumbline/engine';
import { distinct, isGiven, nameOf, rowsById, targetsOf, textOf } from '../../lookup.queries.ts';

/** A kind of interface that carries VLANs, and the numbers its rules go by. */
interface Switched {
  readonly model: string;
  /** Reference to what it belongs to, whose site decides. */
  readonly owner: string;
  readonly ownerModel: string;
  readonly clear: string;
  readonly mode: string;
  readonly svlan: string;
  readonly site: string;
}

const SWITCHED: readonly Switched[] = [
  {
    model: 'dcim.Interface',
    owner: 'device',
    ownerModel: 'dcim.Device',
    clear: 'dcim.interface.4.clear',
    mode: 'dcim.interface.4',
    svlan: 'dcim.interface.5',
    site: 'dcim.interface.4.site',
  },
  {
    model: 'virtualization.VmInterface',
    owner: 'virtualMachine',
    ownerModel: 'virtualization.VirtualMachine',
    clear: 'virtualization.vminterface.1.clear',
    mode: 'virtualization.vminterface.1.mode',
    svlan: 'virtualization.vminterface.1.svlan',
    site: 'virtualization.vminterface.1.site',
  },
];

const taggedOf = (draft: Draft): readonly string[] => (draft.after['taggedVlans'] ?? []) as readonly string[]; // link field

/** VLANs that the mode does not use go, unless the caller names them (and is refused). */
const clearUnused = ({ model, clear }: Switched): DomainRule =>
  derive(model, {
    name: clear,
    from: ['mode'],
    fill: (drafts, work) => {
      if (work.trusted) return; // an import keeps VLANs as its source has them
      for (const draft of drafts) {
        const mode = textOf(draft.after, 'mode');
        if (mode === null && !isGiven(draft, 'untaggedVlan')) draft.set('untaggedVlan', null);
        if (mode !== 'tagged' && !isGiven(draft, 'taggedVlans')) draft.set('taggedVlans', []);
        if (mode !== 'q-in-q' && !isGiven(draft, 'qinqSvlan')) draft.set('qinqSvlan', null);
      }
    },
  });

const refuseMode = (draft: Draft): void => {
  const mode = textOf(draft.after, 'mode');
  if (mode === null && textOf(draft.after, 'untaggedVlan') !== null)
    draft.refuse(
      'untaggedVlan',
      'BAD_USER_INPUT',
      'An untagged VLAN needs an 802.1Q mode; choose one, such as access.',
    );
  if (mode !== 'tagged' && taggedOf(draft).length > 0)
    draft.refuse('taggedVlans', 'BAD_USER_INPUT', 'Tagged VLANs need the mode tagged.');
};

const modeFits = ({ model, mode }: Switched): DomainRule =>
  rule(model, {
    name: mode,
    when: ['mode', 'untaggedVlan', 'taggedVlans'],
    check: (drafts) => drafts.forEach(refuseMode),
  });

const svlanFits = ({ model, svlan }: Switched): DomainRule =>
  rule(model, {
    name: svlan,
    when: ['mode', 'qinqSvlan'],
    check: (drafts) => {
      for (const draft of drafts)
        if (textOf(draft.after, 'mode') !== 'q-in-q' && textOf(draft.after, 'qinqSvlan') !== null)
          draft.refuse('qinqSvlan', 'BAD_USER_INPUT', 'A service VLAN needs the mode q-in-q.');
    },
  });

const refuseElsewhere = (draft: Draft, field: string, vlan: Row | undefined, site: string | null): void => {
  const at = textOf(vlan, 'site');
  if (at !== null && site !== null && at !== site)
    draft.refuse(
      field,
      'SITE_MISMATCH',
      `VLAN ${nameOf(vlan)} is kept for another site; choose one of the same site or of none.`,
    );
};

const vlansAtSite = ({ model, owner, ownerModel, site: name }: Switched): DomainRule =>
  rule(model, {
    name,
    when: ['untaggedVlan', 'taggedVlans', owner],
    check: async (drafts, work) => {
      const ids = distinct(drafts.flatMap((draft) => [textOf(draft.after, 'untaggedVlan'), ...taggedOf(draft)]));
      if (ids.length === 0) return;
      const vlans = await rowsById(work, 'ipam.Vlan', ids, ['name', 'site']);
      const owners = await targetsOf(work, drafts, owner, ownerModel, ['site']);
      for (const draft of drafts) {
        const site = textOf(owners.get(textOf(draft.after, owner) ?? ''), 'site');
        refuseElsewhere(draft, 'untaggedVlan', vlans.get(textOf(draft.after, 'untaggedVlan') ?? ''), site);
        taggedOf(draft).forEach((id, at) => refuseElsewhere(draft, `taggedVlans.${at}`, vlans.get(id), site));
      }
    },
  });

/** Rules about the VLANs of interfaces. */
export const interfaceVlanRules: readonly DomainRule[] = SWITCHED.flatMap((kind) => [
  clearUnused(kind),
  modeFits(kind),
  svlanFits(kind),
  vlansAtSite(kind),
]);
