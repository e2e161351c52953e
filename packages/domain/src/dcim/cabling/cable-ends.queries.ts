import type { Row, Work } from '@plumbline/engine';
import { groupBy } from '../../group.ts';
import { distinct, numberOf, rowsById, rowsOf, textOf } from '../../lookup.queries.ts';
import type { CableEnd } from '../cable/cable-compatibility.ts';
import { inOrder } from '../cable/cable.rules.ts';
import { portOf } from '../cable/cable-termination.rules.ts';
import type { CabledEnds, Port } from './port.ts';
import { portsById } from './ports.queries.ts';

const TERMINATION = 'dcim.CableTermination';

const refsOf = (rows: readonly Row[]) => rows.flatMap((row) => portOf(row) ?? []);

/** Cables that the actor may see, with their ends; one statement per kind of port, however many. */
export const cablesWithEnds = async (work: Work, ids: readonly string[]): Promise<ReadonlyMap<string, CabledEnds>> => {
  const cables = await rowsById(work, 'dcim.Cable', ids, ['number', 'label', 'type', 'color', 'profile'], {
    visible: true,
  });
  const fields = ['cableEnd', 'termination', 'connector', 'number'];
  const rows = await rowsOf(work, TERMINATION, 'cable', [...cables.keys()], fields);
  const ports = await portsById(work, refsOf(rows));
  const ends = groupBy(rows, (row) => `${textOf(row, 'cable')} ${textOf(row, 'cableEnd')}`);
  const at = (cable: string, end: CableEnd): Port[] =>
    (ends.get(`${cable} ${end}`) ?? []).toSorted(inOrder).flatMap((row) => ports.get(portOf(row)?.id ?? '') ?? []);
  return new Map(
    [...cables].map(([id, row]) => [
      id,
      {
        id,
        number: numberOf(row, 'number') ?? 0,
        label: textOf(row, 'label') || null,
        type: textOf(row, 'type'),
        color: textOf(row, 'color'),
        profile: textOf(row, 'profile'),
        a: at(id, 'A'),
        b: at(id, 'B'),
      },
    ]),
  );
};

/** Cable that each of these ports has now, as its terminations say; one statement per kind of port. */
export const cablesOfPorts = async (work: Work, ports: readonly Port[]): Promise<ReadonlyMap<string, string>> => {
  const found = new Map<string, string>();
  for (const [kind, own] of groupBy(ports, (port) => port.kind)) {
    const where = { [`termination.${kind}`]: distinct(own.map(({ id }) => id)) };
    for (const row of await work.read.rows(TERMINATION, { where, fields: ['cable', 'termination'] }))
      found.set(portOf(row)?.id ?? '', textOf(row, 'cable') ?? '');
  }
  return found;
};
