import { rule, type Draft, type DomainRule, type Row, type Work } from '@plumbline/engine';
import { IpHost, IpRange } from '@plumbline/net';
import { groupBy } from '../../group.ts';
import { HIDDEN_NAME, textOf } from '../../lookup.queries.ts';
import { sameSpace } from '../same-space.rules.ts';
import { planLock, planOf, takeSpace } from '../unique-scope.rules.ts';

const RANGE = 'ipam.IpRange';
const ENDS = ['startAddress', 'endAddress'];
const PLACE = [...ENDS, 'vrf', 'addressSpace'];

/** Stands for the table of addresses outside VRFs and address spaces, as the index has it. */
const DEFAULT_TABLE = '00000000-0000-0000-0000-000000000000';

/** Most addresses of a range. */
const LARGEST = 2n ** 32n - 1n;

interface Ends {
  readonly start: IpHost;
  readonly end: IpHost;
}

const endsOf = (row: Row): Ends | null => {
  const [start, end] = [textOf(row, 'startAddress'), textOf(row, 'endAddress')];
  return start === null || end === null ? null : { start: IpHost.parse(start), end: IpHost.parse(end) };
};

/** What is wrong with a pair of ends; null when they make a range. */
const problemOf = ({ start, end }: Ends): string | null => {
  if (start.family !== end.family)
    return `The range begins with IPv${start.family} and ends with IPv${end.family}; use one family.`;
  if (start.length !== end.length)
    return `The ends have masks of ${start.length} and ${end.length} bits; give both the same.`;
  if (start.bits > end.bits) return `The range ends before ${start.address}; swap the ends.`;
  return end.bits - start.bits + 1n > LARGEST ? `A range holds at most ${LARGEST} addresses.` : null;
};

const endsFit = rule(RANGE, {
  name: 'ipam.iprange.1',
  when: ENDS,
  check: (drafts) => {
    for (const draft of drafts) {
      const ends = endsOf(draft.after);
      const problem = ends && problemOf(ends);
      if (problem !== null) draft.refuse('endAddress', 'BAD_USER_INPUT', problem);
    }
  },
});

interface Span {
  readonly draft: Draft;
  readonly range: IpRange;
}

const spansOf = (drafts: readonly Draft[]): Span[] =>
  drafts.flatMap((draft) => {
    const ends = endsOf(draft.after);
    return ends && problemOf(ends) === null ? [{ draft, range: IpRange.between(ends.start, ends.end) }] : [];
  });

interface Overlap {
  readonly id: string;
  readonly other: string;
}

/** A stored range that stands in the way of a draft. */
interface Stored extends Overlap {
  readonly range: string;
}

/** Stored ranges as messages tell them: those that the actor may not see without their addresses. */
const told = async (work: Work, found: readonly Stored[]): Promise<Overlap[]> => {
  const seen = await work.read.seen(
    RANGE,
    found.map(({ range }) => range),
  );
  return found.map(({ id, range, other }) => ({ id, other: seen.has(range) ? other : HIDDEN_NAME }));
};

/**
 * Stored ranges of the same table of addresses that share addresses with the given ones; one statement.
 *
 * Stored ranges lie apart, so that the last one that starts before the end of the new one tells.
 */
const storedOverlaps = (work: Work, spans: readonly Span[]): Promise<Stored[]> => work.sql<Stored>`
  SELECT v.id, r.id AS range, host(r.start_host) || ' - ' || host(r.end_host) AS other
  FROM unnest(
    ${spans.map(({ draft }) => draft.id)}::text[], ${spans.map(({ range }) => range.firstAddress)}::inet[],
    ${spans.map(({ range }) => range.lastAddress)}::inet[],
    ${spans.map(({ draft }) => textOf(draft.after, 'vrf'))}::uuid[],
    ${spans.map(({ draft }) => textOf(draft.after, 'addressSpace'))}::uuid[]
  ) AS v(id, first, last, vrf, space)
  JOIN LATERAL (
    SELECT x.id, x.start_host, x.end_host FROM ipam_ip_range x
    WHERE x.organization_id = ${work.org} AND x.start_host <= v.last AND x.id <> ALL (${spans.map(({ draft }) => draft.id)}::uuid[])
      AND coalesce(x.vrf_id, x.address_space_id, ${DEFAULT_TABLE}::uuid) = coalesce(v.vrf, v.space, ${DEFAULT_TABLE}::uuid)
    ORDER BY x.start_host DESC LIMIT 1
  ) r ON r.end_host >= v.first AND family(r.end_host) = family(v.first)`;

/** For each draft that overlaps an earlier one of the batch, that one. */
const overlapsInBatch = (spans: readonly Span[]): Overlap[] =>
  [...groupBy(spans, ({ draft, range }) => `${planOf(draft.after)} ${range.family}`).values()].flatMap((own) => {
    const ordered = own.toSorted((a, b) => a.range.compare(b.range));
    let furthest = ordered[0];
    return ordered.slice(1).flatMap((span): Overlap[] => {
      const open = furthest;
      if (!open || span.range.last > open.range.last) furthest = span;
      if (!open || open.range.last < span.range.first) return [];
      const [earlier, later] = open.draft.index < span.draft.index ? [open, span] : [span, open];
      return [{ id: later.draft.id, other: `${earlier.range.firstAddress} - ${earlier.range.lastAddress}` }];
    });
  });

const apart = rule(RANGE, {
  name: 'ipam.iprange.1.apart',
  when: PLACE,
  locks: (drafts) => drafts.map((draft) => planLock(draft.after)),
  check: async (drafts, work) => {
    const spans = spansOf(drafts);
    if (spans.length === 0) return;
    const found = [...(await told(work, await storedOverlaps(work, spans))), ...overlapsInBatch(spans)];
    const others = new Map(found.toReversed().map(({ id, other }) => [id, other]));
    for (const { draft, range } of spans) {
      const other = others.get(draft.id);
      if (other !== undefined)
        draft.refuse(
          'startAddress',
          'RANGE_OVERLAP',
          `${range.firstAddress} - ${range.lastAddress} and the range ${other} share addresses; choose others.`,
        );
    }
  },
});

/** New addresses inside ranges whose addresses something else hands out; one statement. */
const populatedAround = (work: Work, drafts: readonly Draft[]): Promise<Stored[]> => work.sql<Stored>`
  SELECT DISTINCT ON (v.id) v.id, r.id AS range, host(r.start_host) || ' - ' || host(r.end_host) AS other
  FROM unnest(
    ${drafts.map(({ id }) => id)}::text[],
    ${drafts.map((draft) => IpHost.parse(textOf(draft.after, 'address') ?? '').address)}::inet[],
    ${drafts.map((draft) => textOf(draft.after, 'vrf'))}::uuid[],
    ${drafts.map((draft) => textOf(draft.after, 'addressSpace'))}::uuid[]
  ) AS v(id, host, vrf, space)
  JOIN ipam_ip_range r ON r.organization_id = ${work.org} AND r.mark_populated
    AND r.vrf_id IS NOT DISTINCT FROM v.vrf AND r.address_space_id IS NOT DISTINCT FROM v.space
    AND v.host BETWEEN r.start_host AND r.end_host
  ORDER BY v.id, r.start_host`;

/** What a populated range holds is known without address rows; none is added. */
const noneInPopulated = rule('ipam.IpAddress', {
  name: 'ipam.iprange.2',
  on: ['create'],
  check: async (drafts, work) => {
    const placed = drafts.filter((draft) => textOf(draft.after, 'address') !== null);
    const around = await told(work, await populatedAround(work, placed));
    const ranges = new Map(around.map(({ id, other }) => [id, other]));
    for (const draft of placed) {
      const range = ranges.get(draft.id);
      if (range !== undefined)
        draft.refuse(
          'address',
          'RANGE_POPULATED',
          `The range ${range} is marked as populated, so that no address is added to it.`,
        );
    }
  },
});

/** Rules of address ranges. */
export const ipRangeRules: readonly DomainRule[] = [
  takeSpace(RANGE),
  sameSpace(RANGE),
  endsFit,
  apart,
  noneInPopulated,
];
