import {
  derive,
  isHiddenField,
  rule,
  type ArcValue,
  type Draft,
  type DomainRule,
  type Row,
  type Work,
} from '@plumbline/engine';
import { countIds, idRangesInclude, parseInt4Ranges, formatIdRanges, type IdRange } from '@plumbline/net';
import { distinct, nameOf, numberOf, rowsById, targetsOf, textOf, type RowsById } from '../../lookup.queries.ts';

const VLAN = 'ipam.Vlan';
const GROUP = 'ipam.VlanGroup';

const rangesOf = (row: Row | undefined): IdRange[] => parseInt4Ranges(textOf(row, 'vidRanges') ?? '{}');

const idsTold = (group: Row): string =>
  isHiddenField(group, 'vidRanges') ? 'other ids' : formatIdRanges(rangesOf(group));

/** That a group has ids, inside 1-4094 and each once, is what the kind of the field sees to. */
const totalIds = derive(GROUP, {
  name: 'ipam.vlangroup.1.total',
  from: ['vidRanges'],
  fill: (drafts) => {
    for (const draft of drafts) draft.set('totalVlanIds', countIds(rangesOf(draft.after)));
  },
});

const vidInGroup = rule(VLAN, {
  name: 'ipam.vlan.1',
  when: ['vid', 'group'],
  check: async (drafts, work) => {
    const groups = await targetsOf(work, drafts, 'group', GROUP, ['name', 'vidRanges']);
    for (const draft of drafts) {
      const group = groups.get(textOf(draft.after, 'group') ?? '');
      const vid = numberOf(draft.after, 'vid');
      if (group && vid !== null && !idRangesInclude(rangesOf(group), vid))
        draft.refuse('vid', 'VLAN_ID_OUTSIDE_GROUP', `${nameOf(group)} holds ${idsTold(group)}; ${vid} is outside.`);
    }
  },
});

const scopeOf = (group: Row | undefined): ArcValue | null => (group?.['scope'] ?? null) as ArcValue | null; // arc field

/** Site groups of sites with all groups above them. */
const groupsAround = async (work: Work, sites: RowsById): Promise<(site: string) => ReadonlySet<string>> => {
  const parents = new Map<string, string | null>();
  let level = distinct([...sites.values()].map((site) => textOf(site, 'group')));
  while (level.length > 0) {
    const rows = await rowsById(work, 'dcim.SiteGroup', level, ['parent']);
    for (const [id, row] of rows) parents.set(id, textOf(row, 'parent'));
    level = distinct(level.map((id) => parents.get(id) ?? null)).filter((id) => !parents.has(id));
  }
  return (site) => {
    const around = new Set<string>();
    for (let at = textOf(sites.get(site), 'group'); at !== null && !around.has(at); at = parents.get(at) ?? null)
      around.add(at);
    return around;
  };
};

/** For what a group is kept, as messages tell it. */
const scopeTold = (group: Row, { arm }: ArcValue): string =>
  arm === 'site' || isHiddenField(group, 'scope') ? 'another site' : 'sites of another group';

const siteInScope = rule(VLAN, {
  name: 'ipam.vlan.2',
  when: ['group', 'site'],
  check: async (drafts, work) => {
    const groups = await targetsOf(work, drafts, 'group', GROUP, ['name', 'scope']);
    const sites = await targetsOf(work, drafts, 'site', 'dcim.Site', ['name', 'group']);
    const around = await groupsAround(work, sites);
    for (const draft of drafts) {
      const site = textOf(draft.after, 'site');
      const group = groups.get(textOf(draft.after, 'group') ?? '');
      const scope = scopeOf(group);
      if (site === null || !group || !scope) continue;
      const isOutside =
        scope.arm === 'site' ? scope.id !== site : scope.arm === 'siteGroup' && !around(site).has(scope.id);
      if (isOutside)
        draft.refuse(
          'site',
          'SITE_MISMATCH',
          `${nameOf(group)} is kept for ${scopeTold(group, scope)}; choose a site inside it.`,
        );
    }
  },
});

const refuseQinq = (draft: Draft, svlan: Row | undefined): void => {
  const role = textOf(draft.after, 'qinqRole');
  const carrier = textOf(draft.after, 'qinqSvlan');
  if (carrier !== null && role !== 'cvlan')
    draft.refuse(
      'qinqSvlan',
      'BAD_USER_INPUT',
      'Only a customer VLAN is carried by a service VLAN; set the role to cvlan.',
    );
  if (carrier === null && role === 'cvlan')
    draft.refuse('qinqSvlan', 'REQUIRED', 'A customer VLAN is carried by a service VLAN; name it.');
  if (carrier === draft.id) draft.refuse('qinqSvlan', 'BAD_USER_INPUT', "A VLAN can't carry itself; choose another.");
  else if (svlan && textOf(svlan, 'qinqRole') !== 'svlan')
    draft.refuse('qinqSvlan', 'BAD_USER_INPUT', `${nameOf(svlan)} is no service VLAN; choose one with the role svlan.`);
};

const qinq = rule(VLAN, {
  name: 'ipam.vlan.3',
  when: ['qinqRole', 'qinqSvlan'],
  check: async (drafts, work) => {
    const carriers = await targetsOf(work, drafts, 'qinqSvlan', VLAN, ['name', 'qinqRole']);
    for (const draft of drafts) refuseQinq(draft, carriers.get(textOf(draft.after, 'qinqSvlan') ?? ''));
  },
});

/** Rules of VLANs and their groups. */
export const vlanRules: readonly DomainRule[] = [totalIds, vidInGroup, siteInScope, qinq];
