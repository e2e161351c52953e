import { rule, type Draft, type DomainRule, type Work } from '@plumbline/engine';
import { groupBy } from '../group.ts';
import { idsIn, nameOf, rowsOf, targetsOf, textOf } from '../lookup.queries.ts';

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
  return (id: string): number => groups.get(id)?.length ?? 0;
};

const refuseThird = (draft: Draft, name: string, type: string | null): void =>
  draft.refuse(
    'l2vpn',
    'POINT_TO_POINT_FULL',
    `${name} is of type ${type ?? ''}, which joins two ends, and has both; choose another L2VPN or change its type.`,
  );

const atMostTwo = rule(TERMINATION, {
  name: 'vpn.l2vpn.1',
  when: ['l2vpn'],
  locks: (drafts) => idsIn(drafts, 'l2vpn').map(lockOf),
  check: async (drafts, work) => {
    const l2vpns = await targetsOf(work, drafts, 'l2vpn', L2VPN, ['name', 'type']);
    const narrow = [...l2vpns.keys()].filter((id) => POINT_TO_POINT.has(textOf(l2vpns.get(id), 'type') ?? ''));
    const stored = await endsOf(work, narrow, new Set(drafts.map(({ id }) => id)));
    const taken = new Map(narrow.map((id) => [id, stored(id)]));
    for (const draft of drafts) {
      const id = textOf(draft.after, 'l2vpn') ?? '';
      const before = taken.get(id);
      if (before === undefined) continue;
      if (before >= TWO) refuseThird(draft, nameOf(l2vpns.get(id)), textOf(l2vpns.get(id), 'type'));
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
    for (const draft of narrow)
      if (stored(draft.id) > TWO)
        draft.refuse(
          'type',
          'POINT_TO_POINT_FULL',
          `It joins ${stored(draft.id)} ends; an L2VPN of type ${textOf(draft.after, 'type') ?? ''} joins two.`,
        );
  },
});

/** Rules of L2VPNs and their ends. */
export const l2vpnRules: readonly DomainRule[] = [atMostTwo, typeFitsEnds];
