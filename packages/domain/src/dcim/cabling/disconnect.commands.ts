import type { Row, Work } from '@plumbline/engine';
import type { Problem } from '@plumbline/kit';
import { groupRows, numberOf, textOf } from '../../lookup.queries.ts';
import { portLock } from '../cable/port-lock.ts';
import { cablesOfPorts, cablesWithEnds } from './cable-ends.queries.ts';
import { notYours, type Strangers } from './connect-rights.queries.ts';
import { isUuid } from './devices.queries.ts';
import { expandNames } from './name-range.ts';
import type { CabledEnds, Port } from './port.ts';
import { readPortList, type PortsAsked } from './port-list.ts';
import { findPorts } from './ports.queries.ts';

/** Cables by the ports they are in, or by themselves. */
export interface DisconnectAsked {
  readonly ports?: readonly PortsAsked[] | null;
  readonly ids?: readonly string[] | null;
  readonly numbers?: readonly number[] | null;
  /** A label or a range of labels. */
  readonly labels?: string | null;
}

/** What a request comes to: cables that go, ports without one, and what is wrong. */
export interface DisconnectPlan {
  readonly cables: readonly CabledEnds[];
  readonly free: readonly Port[];
  readonly problems: readonly Problem[];
}

const refused = (path: string, code: string, message: string): Problem => ({ path, code, message });

interface Chosen {
  readonly ids: readonly string[];
  readonly problems: readonly Problem[];
}

const NOTHING: Chosen = { ids: [], problems: [] };

/** Cables by one of their own fields; each value has to name exactly one. */
const cablesBy = async (
  work: Work,
  field: 'id' | 'number' | 'label',
  values: readonly (string | number)[],
  path: string,
): Promise<Chosen> => {
  const readable = field === 'id' ? values.filter((value) => isUuid(value)) : values;
  if (values.length === 0) return NOTHING;
  const where = { [field]: readable };
  const rows = await work.read.rows('dcim.Cable', { where, fields: ['id', 'number', 'label'], visible: true });
  const keyed = rows.map(
    (row): Row => ({ ...row, key: String(field === 'number' ? numberOf(row, field) : row[field]) }),
  );
  const byKey = groupRows(keyed, 'key');
  const problems: Problem[] = [];
  const ids = [...new Set(values)].flatMap((value): string[] => {
    const found = byKey.get(String(value)) ?? [];
    const [only, second] = found;
    const named = field === 'label' ? `labelled "${value}"` : `with ${field} "${value}"`;
    if (second) problems.push(refused(path, 'AMBIGUOUS_KEY', `${found.length} cables are ${named}; give ids.`));
    else if (only) return [textOf(only, 'id') ?? ''];
    else problems.push(refused(path, 'NOT_FOUND', `There is no cable ${named}.`));
    return [];
  });
  return { ids, problems };
};

const labelled = async (work: Work, labels: string | null | undefined): Promise<Chosen> => {
  if (!labels) return NOTHING;
  const range = expandNames(labels);
  if ('problem' in range) return { ids: [], problems: [refused('input.labels', 'CABLE_RANGE_INVALID', range.problem)] };
  return cablesBy(work, 'label', range.names, 'input.labels');
};

interface Plugged extends Chosen {
  readonly free: readonly Port[];
}

/** Cables that are in the ports, which nobody else may cable until the transaction ends. */
const pluggedIn = async (work: Work, asked: readonly PortsAsked[]): Promise<Plugged> => {
  const found = await findPorts(
    work,
    asked.map((list, at) => readPortList(list, `input.ports.${at}`)),
  );
  const missing = found.flatMap(({ path, slots }) =>
    slots.flatMap(({ problem }, at) => (problem ? [{ ...problem, path: `${path}.${at}` }] : [])),
  );
  const ports = found.flatMap(({ slots }) => slots.flatMap(({ port }) => port ?? []));
  await work.lock(ports.map(({ id }) => portLock(id)));
  const cableOf = await cablesOfPorts(work, ports);
  return {
    ids: [...cableOf.values()],
    free: ports.filter(({ id }) => !cableOf.has(id)),
    problems: [...found.flatMap(({ problems }) => problems), ...missing],
  };
};

/** Looks up the cables that go, with their ends; the number of statements does not depend on how many there are. */
export const planDisconnect = async (work: Work, asked: DisconnectAsked): Promise<DisconnectPlan> => {
  const plugged = await pluggedIn(work, asked.ports ?? []);
  const chosen = [
    plugged,
    await cablesBy(work, 'id', asked.ids ?? [], 'input.ids'),
    await cablesBy(work, 'number', asked.numbers ?? [], 'input.numbers'),
    await labelled(work, asked.labels),
  ];
  const cables = await cablesWithEnds(work, [...new Set(chosen.flatMap(({ ids }) => ids))]);
  const problems = chosen.flatMap((one) => one.problems);
  const none = refused('input', 'CABLE_NONE', 'None of these ports has a cable.');
  return {
    cables: [...cables.values()].toSorted((a, b) => a.number - b.number),
    free: plugged.free,
    problems: cables.size === 0 && problems.length === 0 ? [none] : problems,
  };
};

/** The plan with refusals of cables that end at ports which are not the caller's to cable. */
export const withoutForeign = (plan: DisconnectPlan, strangers: Strangers): DisconnectPlan => {
  const foreign = plan.cables.flatMap(({ a, b }) =>
    [...a, ...b].flatMap((port) => (strangers.has(port.id) ? [notYours(port, 'input')] : [])),
  );
  return { ...plan, problems: [...plan.problems, ...foreign] };
};

/** Deletes cables; their ports are free afterwards. */
export const disconnect = async (work: Work, cables: readonly CabledEnds[]): Promise<void> => {
  if (cables.length > 0) await work.delete('dcim.Cable', { ids: cables.map(({ id }) => id) });
};
