import { isHiddenRow, rule, type Draft, type DomainRule, type Row, type Work } from '@plumbline/engine';
import { groupBy } from '../group.ts';
import { idsIn, nameOf, rowsOf, targetsOf, textOf, toldOf } from '../lookup.queries.ts';

const L2VPN = 'vpn.L2vpn';
const TERMINATION = 'vpn.L2vpnTermination';

/** Types that join exactly two ends. */
const POINT_TO_POINT: ReadonlySet<string> = new Set(['vpws', 'epl', 'ep-lan', 'ep-tree']);

/** Ends of a point-to-point L2VPN. */
const TWO = 2;

const lockOf = (id: string): string => `${L2VPN}.ends/${id}`;

/** Stored ends by L2VPN, without some rows. */
const endsOf = async (work: Work, ids: readonly string[], except: ReadonlySet<string>) => {
  const rows = await rowsOf(work, TERMINATION, 'l2vpn', ids, []);
  const others = rows.filter((row) => !except.has(String(row['id'])));
  const groups = groupBy(others, (row) => textOf(row, 'l2vpn') ?? '');
  return (id: string): readonly Row[] => groups.get(id) ?? [];
};

const refuseThird = (draft: Draft, l2vpn: Row | undefined): void =>
  draft.refuse(
    'l2vpn',
    'POINT_TO_POINT_FULL',
    `${nameOf(l2vpn)} is of type ${toldOf(l2vpn, 'type')}, which joins two ends, and has both; choose another L2VPN or change its type.`,
  );

const atMostTwo = rule(TERMINATION, {
  name: 'vpn.l2vpn.1',
  when: ['l2vpn'],
  locks: (drafts) => idsIn(drafts, 'l2vpn').map(lockOf),
  check: async (drafts, work) => {
    const l2vpns = await targetsOf(work, drafts, 'l2vpn', L2VPN, ['name', 'type']);
    const narrow = [...l2vpns.keys()].filter((id) => POINT_TO_POINT.has(textOf(l2vpns.get(id), 'type') ?? ''));
    const stored = await endsOf(work, narrow, new Set(drafts.map(({ id }) => id)));
    const taken = new Map(narrow.map((id) => [id, stored(id).length]));
    for (const draft of drafts) {
      const id = textOf(draft.after, 'l2vpn') ?? '';
      const before = taken.get(id);
      if (before === undefined) continue;
      if (before >= TWO) refuseThird(draft, l2vpns.get(id));
      else taken.set(id, before + 1);
    }
  },
});

const typeFitsEnds = rule(L2VPN, {
  name: 'vpn.l2vpn.1.type',
  when: ['type'],
  on: ['update'],
  locks: (drafts) => drafts.map(({ id }) => lockOf(id)),
  check: async (drafts, work) => {
    const narrow = drafts.filter((draft) => POINT_TO_POINT.has(textOf(draft.after, 'type') ?? ''));
    const stored = await endsOf(
      work,
      narrow.map(({ id }) => id),
      new Set(),
    );
    for (const draft of narrow) {
      const ends = stored(draft.id);
      if (ends.length <= TWO) continue;
      const count = ends.some(isHiddenRow) ? 'more than two' : ends.length;
      draft.refuse(
        'type',
        'POINT_TO_POINT_FULL',
        `It joins ${count} ends; an L2VPN of type ${textOf(draft.after, 'type') ?? ''} joins two.`,
      );
    }
  },
});

/** Rules of L2VPNs and their ends. */
export const l2vpnRules: readonly DomainRule[] = [atMostTwo, typeFitsEnds];
