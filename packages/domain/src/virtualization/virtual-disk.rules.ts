import { afterSave, derive, rule, type Draft, type DomainRule, type Work } from '@plumbline/engine';
import { distinct, numberOf, rowsById, textOf } from '../lookup.queries.ts';

const MACHINE = 'virtualization.VirtualMachine';
const DISK = 'virtualization.VirtualDisk';

const diskLock = (machine: string): string => `${DISK}.of/${machine}`;

/** Sum of the disks in MB by machine, for machines that have any; one statement. */
const sumsOf = async (work: Work, machines: readonly string[]): Promise<ReadonlyMap<string, number>> => {
  const rows = await work.sql<{ id: string; total: number }>`
    SELECT virtual_machine_id AS id, sum(size)::integer AS total FROM virtualization_virtual_disk
    WHERE organization_id = ${work.org} AND virtual_machine_id = ANY (${machines}::uuid[])
    GROUP BY virtual_machine_id`;
  return new Map(rows.map(({ id, total }) => [id, total]));
};

const stored = (drafts: readonly Draft[]): string[] =>
  drafts.filter(({ action }) => action === 'update').map(({ id }) => id);

/** An emptied size is the sum again. */
const refill = derive(MACHINE, {
  name: 'virtualization.virtualmachine.3.sum',
  from: ['disk'],
  fill: async (drafts, work) => {
    if (work.trusted) return; // an import keeps sizes as its source has them
    const emptied = drafts.filter((draft) => numberOf(draft.after, 'disk') === null);
    const sums = await sumsOf(work, stored(emptied));
    for (const draft of emptied) {
      const total = sums.get(draft.id);
      if (total !== undefined) draft.set('disk', total);
    }
  },
});

const isSum = rule(MACHINE, {
  name: 'virtualization.virtualmachine.3',
  when: ['disk'],
  on: ['update'],
  locks: (drafts) => stored(drafts).map(diskLock),
  check: async (drafts, work) => {
    const sums = await sumsOf(work, stored(drafts));
    for (const draft of drafts) {
      const total = sums.get(draft.id);
      if (total !== undefined && total !== numberOf(draft.after, 'disk'))
        draft.refuse(
          'disk',
          'DISK_MISMATCH',
          `Its virtual disks have ${total} MB together; leave the field empty to take that.`,
        );
    }
  },
});

const follow = afterSave(DISK, {
  name: 'virtualization.virtualmachine.3.disks',
  when: ['size', 'virtualMachine'],
  on: ['create', 'update', 'delete'],
  run: async (drafts, work) => {
    if (work.trusted) return;
    const ids = distinct(drafts.map((draft) => textOf(draft.after, 'virtualMachine'))).toSorted();
    await work.lock(ids.map(diskLock));
    const machines = await rowsById(work, MACHINE, ids, ['disk']);
    const sums = await sumsOf(work, ids);
    const changed = [...machines].flatMap(([id, row]) => {
      const total = sums.get(id);
      return total === undefined || total === numberOf(row, 'disk') ? [] : [{ id, disk: total }];
    });
    if (changed.length > 0) await work.update(MACHINE, changed);
  },
});

/** Rules that keep the size of a machine's disk the sum of its virtual disks. */
export const virtualDiskRules: readonly DomainRule[] = [refill, isSum, follow];
