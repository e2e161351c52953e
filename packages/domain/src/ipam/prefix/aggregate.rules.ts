import { derive, rule, type Draft, type DomainRule, type Work } from '@plumbline/engine';
import { IpCidr } from '@plumbline/net';
import { distinct, HIDDEN_NAME, textOf } from '../../lookup.queries.ts';

const AGGREGATE = 'ipam.Aggregate';

/** The flag of an import ends with the first change of the block. */
const settleConflict = derive(AGGREGATE, {
  name: 'ipam.aggregate.1.settled',
  from: ['prefix'],
  fill: (drafts, work) => {
    if (!work.trusted) for (const draft of drafts) draft.set('importedConflict', false);
  },
});

/** Blocks of stored aggregates that share addresses with the given ones, by given block, as messages tell them. */
const storedOverlaps = async (
  work: Work,
  networks: readonly string[],
  except: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const rows = await work.sql<{ given: string; id: string; found: string }>`
    SELECT v.network AS given, a.id, a.prefix::text AS found
    FROM unnest(${networks}::text[]) AS v(network)
    JOIN ipam_aggregate a ON a.organization_id = ${work.org} AND a.prefix && v.network::inet
      AND a.id <> ALL (${except}::uuid[])
    ORDER BY v.network, a.prefix DESC`;
  const seen = await work.read.seen(
    AGGREGATE,
    rows.map(({ id }) => id),
  );
  const hidden = rows.map(({ given }): [string, string] => [given, HIDDEN_NAME]);
  const named = rows.filter(({ id }) => seen.has(id)).map(({ given, found }): [string, string] => [given, found]);
  return new Map([...hidden, ...named]);
};

/** For each draft that overlaps an earlier one of the batch, the block of that one. */
const overlapsInBatch = (drafts: readonly Draft[]): ReadonlyMap<string, string> => {
  const blocks = drafts.flatMap((draft) => {
    const text = textOf(draft.after, 'prefix');
    return text === null ? [] : [{ draft, text, network: IpCidr.parse(text) }];
  });
  const ordered = blocks.toSorted((a, b) => a.network.compare(b.network) || a.draft.index - b.draft.index);
  const overlaps = new Map<string, string>();
  // networks nest or are apart, so that the widest open one tells
  let open: (typeof ordered)[number] | undefined;
  for (const block of ordered) {
    const isInside = open && open.network.family === block.network.family && open.network.last >= block.network.first;
    if (!open || !isInside) {
      open = block;
      continue;
    }
    const [earlier, later] = open.draft.index < block.draft.index ? [open, block] : [block, open];
    overlaps.set(later.draft.id, earlier.text);
  }
  return overlaps;
};

const apart = rule(AGGREGATE, {
  name: 'ipam.aggregate.1',
  when: ['prefix'],
  locks: () => [`${AGGREGATE}/blocks`],
  check: async (drafts, work) => {
    const stored = await storedOverlaps(
      work,
      distinct(drafts.map((draft) => textOf(draft.after, 'prefix'))),
      drafts.map(({ id }) => id),
    );
    const inBatch = overlapsInBatch(drafts);
    for (const draft of drafts) {
      const text = textOf(draft.after, 'prefix') ?? '';
      const other = stored.get(text) ?? inBatch.get(draft.id);
      if (text.endsWith('/0'))
        draft.refuse('prefix', 'BAD_USER_INPUT', 'An aggregate of length 0 is the whole internet; use a longer one.');
      else if (other !== undefined)
        draft.refuse(
          'prefix',
          'AGGREGATE_OVERLAP',
          `${text} and the aggregate ${other} share addresses; aggregates lie side by side.`,
        );
    }
  },
});

/** Rules of aggregates. */
export const aggregateRules: readonly DomainRule[] = [settleConflict, apart];
