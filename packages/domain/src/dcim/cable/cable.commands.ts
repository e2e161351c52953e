import {
  command,
  type DomainRule,
  type ExtraInput,
  type InputRow,
  type Row,
  type SavedIds,
  type Work,
} from '@plumbline/engine';
import { groupBy } from '../../group.ts';
import { rowsOf, textOf } from '../../lookup.queries.ts';
import { cablesWithEnds } from '../cabling/cable-ends.queries.ts';
import type { Port } from '../cabling/port.ts';
import { PORT_MODELS } from '../component-models.ts';
import { namedReference, namedSide, type NamedPort } from './cable-sides.ts';
import { inOrder } from './cable.rules.ts';
import { portOf } from './cable-termination.rules.ts';

const CABLE = 'dcim.Cable';
const TERMINATION = 'dcim.CableTermination';

const ENDS = [
  { field: 'aTerminations', end: 'A' },
  { field: 'bTerminations', end: 'B' },
] as const;

/** The ports of an end by names, as tables of cables have them. */
const sideInputs = (side: 'A' | 'B'): Readonly<Record<string, ExtraInput>> => ({
  [`side${side}Device`]: {
    kind: 'text',
    label: `side ${side} device`,
    help: `In place of ${side.toLowerCase()}Terminations: name of the device, power panel or circuit; several with commas`,
  },
  [`side${side}Type`]: { kind: 'text', label: `side ${side} type`, help: 'Kind of port; interface when absent' },
  [`side${side}Name`]: { kind: 'text', label: `side ${side} name`, help: 'Name of the port; several with commas' },
});

const EXTRA: Readonly<Record<string, ExtraInput>> = {
  aTerminations: { kind: 'refs', targets: PORT_MODELS, label: 'A end', help: 'Ports at the A end, all of one kind' },
  bTerminations: { kind: 'refs', targets: PORT_MODELS, label: 'B end', help: 'Ports at the B end, all of one kind' },
  ...sideInputs('A'),
  ...sideInputs('B'),
};

const listOf = (value: unknown): readonly unknown[] =>
  value === null || value === undefined ? [] : Array.isArray(value) ? value : [value];

interface Sided {
  readonly input: InputRow;
  /** Field of each end to blame for its ports. */
  readonly blame: Readonly<Record<string, string>>;
}

const spelled = (ports: readonly NamedPort[]): string =>
  JSON.stringify(ports.map(({ kind, on, name }) => [kind, on, name]));

/** An input with its ends as ports, where it names them by device and name; `now` are the names an end has already. */
const withSides = (
  work: Work,
  input: InputRow,
  index: number,
  now: (side: 'A' | 'B') => readonly NamedPort[] = () => [],
): Sided => {
  const fields: Record<string, unknown> = {};
  const blame: Record<string, string> = {};
  for (const { field, end } of ENDS) {
    const side = input[field] === undefined ? namedSide(input, end) : null;
    if (side === null) continue;
    if ('problem' in side) {
      work.refuse(`input.${index}.${side.field}`, 'BAD_USER_INPUT', side.problem);
      blame[field] = side.field;
      continue;
    }
    if (spelled(side.ports) === spelled(now(end))) continue;
    fields[field] = side.ports.map(namedReference);
    blame[field] = `side${end}Name`;
  }
  return { input: { ...input, ...fields }, blame };
};

/** A port to be plugged in, and where the input names it. */
interface Plug {
  readonly path: string;
  readonly row: InputRow;
}

/** Plugs ports in; errors point at the place in the input. */
const plugIn = async (work: Work, rows: readonly Plug[]): Promise<void> => {
  if (rows.length > 0)
    await work.create(
      TERMINATION,
      rows.map(({ row }) => row),
      { path: (index) => rows[index]?.path ?? 'input' },
    );
};

/** One end of a cable as an input names it. */
interface NamedEnd {
  readonly cable: string;
  readonly end: 'A' | 'B';
  readonly path: string;
  readonly ports: readonly unknown[];
}

const namedEnds = (inputs: readonly Sided[], ids: SavedIds): NamedEnd[] =>
  inputs.flatMap(({ input, blame }, index) => {
    const cable = ids[index];
    if (typeof cable !== 'string') return [];
    return ENDS.filter(({ field }) => input[field] !== undefined).map(({ field, end }) => ({
      cable,
      end,
      path: `input.${index}.${blame[field] ?? field}`,
      ports: listOf(input[field]),
    }));
  });

const plugsOf = ({ cable, end, path, ports }: NamedEnd): Plug[] =>
  ports.map((termination, at) => ({ path: `${path}.${at}`, row: { cable, cableEnd: end, termination } }));

/** Whether an input names the port that a termination has; a port named in another way than by id counts as another. */
const isSamePort = (named: unknown, stored: Row): boolean => {
  const port = portOf(stored);
  if (port === null || typeof named !== 'object' || named === null) return false;
  const given = (named as Readonly<Record<string, unknown>>)[port.arm];
  const id = typeof given === 'object' && given !== null && 'id' in given ? given.id : given;
  return id === port.id;
};

/**
 * What is unplugged and plugged in at an end that is named anew.
 *
 * An end of as many ports as before is changed place by place: ports that stay are left alone, and a new one takes the
 * connector of the one it replaces. Otherwise all are plugged in anew, the nth at connector n.
 */
const replug = (named: NamedEnd, stored: readonly Row[]): { readonly gone: readonly Row[]; readonly fresh: Plug[] } => {
  const plugs = plugsOf(named);
  if (stored.length !== plugs.length) return { gone: stored, fresh: plugs };
  const first = stored.findIndex((row, at) => !isSamePort(named.ports[at], row));
  const isChanged = (at: number): boolean => {
    const row = stored[at];
    if (row === undefined || first < 0) return false;
    // without connectors the order in which they were plugged in is all there is
    return (row['connector'] ?? null) === null ? at >= first : !isSamePort(named.ports[at], row);
  };
  return {
    gone: stored.filter((_, at) => isChanged(at)),
    fresh: plugs.flatMap(({ path, row }, at) => {
      const { connector = null, positions = null } = stored[at] ?? {};
      return isChanged(at) ? [{ path, row: { ...row, ...(connector !== null && { connector, positions }) } }] : [];
    }),
  };
};

/** Makes cables with both ends plugged, all of them in a fixed number of statements. */
export const createCables = async (
  work: Work,
  inputs: readonly InputRow[],
  next: (inputs: readonly InputRow[]) => Promise<SavedIds>,
): Promise<SavedIds> => {
  const sided = inputs.map((input, index) => withSides(work, input, index));
  sided.forEach(({ input, blame }, index) => {
    for (const { field, end } of ENDS)
      if (listOf(input[field]).length === 0 && blame[field] === undefined)
        work.refuse(
          `input.${index}.${field}`,
          'CABLE_END_EMPTY',
          `End ${end} has no termination; a cable needs one at each end.`,
        );
  });
  const ids = await next(inputs);
  await plugIn(work, namedEnds(sided, ids).flatMap(plugsOf));
  return ids;
};

/** A port by the names that tables of cables have for it; a side of a circuit is called by circuit and side. */
const asNamed = ({ kind, name, deviceName }: Port): NamedPort => {
  if (kind !== 'circuitTermination') return { kind, on: deviceName ?? '', name };
  const at = name.lastIndexOf(' ');
  return { kind, on: name.slice(0, at), name: name.slice(at + 1) };
};

const SIDES = ['sideADevice', 'sideAType', 'sideAName', 'sideBDevice', 'sideBType', 'sideBName'];

/** Inputs with their ends as ports; ends that are named as they are stay untouched. */
const sidesBeside = async (work: Work, inputs: readonly InputRow[], ids: SavedIds): Promise<readonly Sided[]> => {
  const named = inputs.map((input) => SIDES.some((field) => input[field] !== undefined));
  const cables = await cablesWithEnds(
    work,
    ids.flatMap((id, at) => (named[at] && id !== null ? [id] : [])),
  );
  return inputs.map((input, index) =>
    withSides(work, input, index, (side) => {
      const ports = cables.get(ids[index] ?? '')?.[side === 'A' ? 'a' : 'b'] ?? [];
      return ports.map(asNamed);
    }),
  );
};

/** Changes cables; an end that is named is unplugged and plugged anew, an end that is not stays. */
export const updateCables = async (
  work: Work,
  inputs: readonly InputRow[],
  next: (inputs: readonly InputRow[]) => Promise<SavedIds>,
): Promise<SavedIds> => {
  const ids = await next(inputs);
  inputs.forEach((input, index) => {
    for (const { field, end } of ENDS)
      if (input[field] !== undefined && listOf(input[field]).length === 0)
        work.refuse(
          `input.${index}.${field}`,
          'CABLE_END_EMPTY',
          `End ${end} would have no termination; name one or delete the cable.`,
        );
  });
  const ends = namedEnds(await sidesBeside(work, inputs, ids), ids);
  const cables = [...new Set(ends.map(({ cable }) => cable))];
  const fields = ['cableEnd', 'termination', 'connector', 'positions', 'number'];
  const stored = groupBy(
    await rowsOf(work, TERMINATION, 'cable', cables, fields),
    (row) => `${textOf(row, 'cable')} ${textOf(row, 'cableEnd')}`,
  );
  const changes = ends.map((end) => replug(end, (stored.get(`${end.cable} ${end.end}`) ?? []).toSorted(inOrder)));
  const gone = changes.flatMap((change) => change.gone.map((row) => String(row['id'])));
  if (gone.length > 0) await work.delete(TERMINATION, { ids: gone });
  await plugIn(
    work,
    changes.flatMap(({ fresh }) => fresh),
  );
  return ids;
};

/** Verbs of cables that take their ends along. */
export const cableCommands: readonly DomainRule[] = [
  command(CABLE, 'create', createCables, EXTRA),
  command(CABLE, 'update', updateCables, EXTRA),
];
