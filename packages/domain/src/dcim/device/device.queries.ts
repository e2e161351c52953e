import type { Row, Work } from '@plumbline/engine';
import { numberOf, textOf } from '../../lookup.queries.ts';

/** What stamping needs to know of a device. */
export interface StampFacts {
  readonly type: string;
  /** Position in its virtual chassis; null when it is in none. */
  readonly vcPosition: number | null;
}

/** Position that `{vc_position}` stands for. */
export const vcPositionOf = (device: Row | undefined): number | null =>
  textOf(device, 'virtualChassis') === null ? null : numberOf(device, 'vcPosition');

/** Type and chassis position of devices by id. */
export const stampFacts = async (work: Work, ids: readonly string[]): Promise<ReadonlyMap<string, StampFacts>> => {
  const rows =
    ids.length === 0
      ? []
      : await work.read.rows('dcim.Device', {
          where: { id: ids },
          fields: ['id', 'deviceType', 'virtualChassis', 'vcPosition'],
        });
  return new Map(
    rows.map((row) => [String(row['id']), { type: textOf(row, 'deviceType') ?? '', vcPosition: vcPositionOf(row) }]),
  );
};
