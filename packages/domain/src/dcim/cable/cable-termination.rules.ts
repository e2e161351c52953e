import {
  afterSave,
  derive,
  isHiddenRow,
  rule,
  type ArcValue,
  type Draft,
  type DomainRule,
  type Row,
  type Work,
} from '@plumbline/engine';
import { groupBy } from '../../group.ts';
import { distinct, idsIn, numberOf, rowsById, rowsOf, targetsOf, textOf, type RowsById } from '../../lookup.queries.ts';
import { PORT_MODELS, type PortArm } from '../component-models.ts';
import { cableCalled, type CableName } from './cable-name.ts';
import { cableNames } from './cable-names.queries.ts';
import { portLock } from './port-lock.ts';
import { cableProblems, terminationSlots, type CableEnd, type TerminationFacts } from './cable-compatibility.ts';

const TERMINATION = 'dcim.CableTermination';

const DEVICE_PORT = ['device', 'site', 'location', 'rack', 'markConnected', 'cable'];

/** What is read of a port, by kind; a feed is where its rack is, a circuit ends where its termination does. */
const portFields = (arm: PortArm): readonly string[] => {
  if (arm === 'interface') return [...DEVICE_PORT, 'type'];
  if (arm === 'powerFeed') return ['rack', 'markConnected', 'cable'];
  return arm === 'circuitTermination' ? ['site', 'location', 'providerNetwork', 'markConnected', 'cable'] : DEVICE_PORT;
};

/** Port at which a termination ends; null while its input could not be read. */
export const portOf = (row: Row): { readonly arm: PortArm; readonly id: string } | null => {
  const value = row['termination'];
  if (typeof value !== 'object' || value === null) return null;
  const { arm, id } = value as ArcValue; // arc field
  return arm in PORT_MODELS ? { arm: arm as PortArm, id } : null; // checked on this line
};

const endOf = (row: Row): CableEnd => (textOf(row, 'cableEnd') === 'B' ? 'B' : 'A');

/** Rows of the ports by id, one statement per kind of port. */
const portsOf = async (work: Work, rows: readonly Row[]): Promise<ReadonlyMap<string, Row>> => {
  const ports = rows.flatMap((row) => portOf(row) ?? []);
  const found = new Map<string, Row>();
  for (const [arm, own] of groupBy(ports, (port) => port.arm)) {
    const ids = [...new Set(own.map((port) => port.id))];
    for (const [id, row] of await rowsById(work, PORT_MODELS[arm], ids, portFields(arm))) found.set(id, row);
  }
  return found;
};

/** Feeds with the place of their racks. */
const atRacks = async (work: Work, ports: ReadonlyMap<string, Row>): Promise<ReadonlyMap<string, Row>> => {
  const bare = [...ports].filter(([, row]) => !('site' in row));
  if (bare.length === 0) return ports;
  const ids = [...new Set(bare.flatMap(([, row]) => textOf(row, 'rack') ?? []))];
  const racks = await rowsById(work, 'dcim.Rack', ids, ['site', 'location']);
  const placed = bare.map(([id, row]): [string, Row] => {
    const rack = racks.get(textOf(row, 'rack') ?? '');
    return [id, { ...row, site: textOf(rack, 'site'), location: textOf(rack, 'location') }];
  });
  return new Map([...ports, ...placed]);
};

interface Place {
  readonly rank: number;
  readonly model: string;
  readonly reference: string;
}

/** What ports are in, the outermost first: circuits end at locations, feeds are in racks, all others are parts of devices. */
const placeOf = (arm: PortArm): Place => {
  if (arm === 'circuitTermination') return { rank: 0, model: 'dcim.Location', reference: 'location' };
  if (arm === 'powerFeed') return { rank: 1, model: 'dcim.Rack', reference: 'rack' };
  return { rank: 2, model: 'dcim.Device', reference: 'device' };
};

/** Keeps what ports are in as it is. */
const holdPlaces = (work: Work, rows: readonly Row[]): void => {
  const ports = groupBy(
    rows.flatMap((row) => portOf(row) ?? []),
    ({ arm }) => arm,
  );
  const places = [...ports].map(([arm, own]) => ({ arm, own, ...placeOf(arm) })).toSorted((a, b) => a.rank - b.rank);
  for (const { arm, own, model, reference } of places)
    work.hold(model, distinct(own.map(({ id }) => id)), { model: PORT_MODELS[arm], reference });
};

/** What new terminations are compared with. */
interface Ground {
  /** Ports by id: those of the drafts, and those that their cables have already. */
  readonly ports: ReadonlyMap<string, Row>;
  /** Cables by id, with their profiles. */
  readonly cables: RowsById;
  /** Terminations that the cables have already. */
  readonly stored: readonly Row[];
}

const read = async (work: Work, drafts: readonly Draft[]): Promise<Ground> => {
  const rows = drafts.map((draft) => draft.after);
  const [own, cables, stored] = await Promise.all([
    portsOf(work, rows),
    targetsOf(work, drafts, 'cable', 'dcim.Cable', ['profile']),
    rowsOf(work, TERMINATION, 'cable', idsIn(drafts, 'cable'), ['cableEnd', 'termination']),
  ]);
  const others = stored.filter((row) => !own.has(portOf(row)?.id ?? ''));
  const ports = new Map([...own, ...(await portsOf(work, others))]);
  return { ports: await atRacks(work, ports), cables, stored };
};

const locksOf = (drafts: readonly Draft[]): string[] =>
  drafts.flatMap((draft) => portOf(draft.after)?.id ?? []).map(portLock);

const grounds = new WeakMap<Draft, Promise<Ground>>();

/** What drafts are compared with, read once for all their rules, while nobody else cables their ports or moves them. */
const groundOf = async (work: Work, drafts: readonly Draft[]): Promise<Ground> => {
  const [first] = drafts;
  const known = first && grounds.get(first);
  if (known) return known;
  holdPlaces(
    work,
    drafts.map((draft) => draft.after),
  );
  await work.lock(locksOf(drafts));
  const ground = read(work, drafts);
  if (first) grounds.set(first, ground);
  return ground;
};

const takePlace = derive(TERMINATION, {
  name: 'dcim.cabletermination.1',
  from: ['termination'],
  fill: async (drafts, work) => {
    const { ports } = await groundOf(work, drafts);
    for (const draft of drafts) {
      const port = ports.get(portOf(draft.after)?.id ?? '');
      for (const field of ['device', 'site', 'location', 'rack']) draft.set(field, port?.[field] ?? null);
    }
  },
});

const endKey = (row: Row): string => `${textOf(row, 'cable')} ${endOf(row)}`;

/** The nth termination of an end takes connector n of the profile; an import brings its own. */
const takeSlots = derive(TERMINATION, {
  name: 'dcim.cable.3.slots',
  from: ['cable', 'cableEnd'],
  fill: async (drafts, work) => {
    const fresh = drafts.filter((draft) => draft.action === 'create' && numberOf(draft.after, 'connector') === null);
    const { cables, stored } = await groundOf(work, drafts);
    const profiled = fresh.filter(
      (draft) => textOf(cables.get(textOf(draft.after, 'cable') ?? ''), 'profile') !== null,
    );
    const taken = new Map([...groupBy(stored, endKey)].map(([key, rows]) => [key, rows.length]));
    for (const draft of profiled) {
      const key = endKey(draft.after);
      const before = taken.get(key) ?? 0;
      taken.set(key, before + 1);
      const profile = textOf(cables.get(textOf(draft.after, 'cable') ?? ''), 'profile');
      const slot = terminationSlots(profile, endOf(draft.after), before + 1)[before] ?? null;
      draft.set('connector', slot?.connector ?? null);
      draft.set('positions', slot?.positions ?? null);
    }
  },
});

interface Ending {
  readonly row: Row;
  readonly draft: Draft | null;
}

type CableNames = ReadonlyMap<string, CableName>;

const otherCableOf = (row: Row, ports: ReadonlyMap<string, Row>): string | null => {
  const cable = textOf(ports.get(portOf(row)?.id ?? ''), 'cable');
  return cable === textOf(row, 'cable') ? null : cable;
};

const factsOf = (row: Row, ports: ReadonlyMap<string, Row>, cables: CableNames): TerminationFacts | null => {
  const at = portOf(row);
  if (!at) return null;
  const port = ports.get(at.id);
  const cable = otherCableOf(row, ports);
  const other = cables.get(cable ?? '');
  return {
    kind: at.arm,
    id: at.id,
    interfaceType: textOf(port, 'type'),
    isMarkedConnected: port?.['markConnected'] === true,
    isOnProviderNetwork: textOf(port, 'providerNetwork') !== null,
    otherCableId: cable,
    otherCable: other ? cableCalled(other) : null,
  };
};

interface Known {
  readonly ports: ReadonlyMap<string, Row>;
  /** Cables of the ports, as far as the actor may know of them. */
  readonly cables: CableNames;
}

const HIDDEN_ENDING = 'What the cable has already does not go with this; choose another port.';

/** Whether the cable has a port there that the actor may not see: no message says of what kind it is. */
const isHiddenEnding = ({ row, draft }: Ending, ports: ReadonlyMap<string, Row>): boolean => {
  const port = ports.get(portOf(row)?.id ?? '');
  return draft === null && (isHiddenRow(row) || (port !== undefined && isHiddenRow(port)));
};

/** Refusals land on the termination they are about, those about an end or both on the last new one of it. */
const checkCable = (endings: readonly Ending[], profile: string | null, { ports, cables }: Known): void => {
  const known = endings.flatMap((ending) => {
    const facts = factsOf(ending.row, ports, cables);
    return facts ? [{ ...ending, facts }] : [];
  });
  const ends = { a: known.filter(({ row }) => endOf(row) === 'A'), b: known.filter(({ row }) => endOf(row) === 'B') };
  const facts = { profile, a: ends.a.map((end) => end.facts), b: ends.b.map((end) => end.facts) };
  const lastNew = (list: typeof known) => list.findLast(({ draft }) => draft !== null)?.draft;
  for (const { path, code, message } of cableProblems(facts)) {
    if (code === 'CABLE_END_EMPTY') continue;
    const [end, index] = path.split('.');
    const own = end === 'a' ? ends.a : end === 'b' ? ends.b : known;
    const at = index === undefined ? undefined : own[Number(index)];
    const cable = code === 'CABLE_OCCUPIED' ? cables.get(at?.facts.otherCableId ?? '') : undefined;
    const told = at === undefined && own.some((ending) => isHiddenEnding(ending, ports)) ? HIDDEN_ENDING : message;
    (at?.draft ?? lastNew(own))?.refuse('termination', code, told, cable && { cable });
  }
};

/** What an end may hold: one kind of port, no more than the profile has connectors, each port once; checked cable by cable. */
const endsFit = rule(TERMINATION, {
  name: 'dcim.cable.1',
  on: ['create'],
  locks: locksOf, // held since places were taken
  check: async (drafts, work) => {
    const { ports, cables, stored } = await groundOf(work, drafts);
    const endings: Ending[] = [
      ...stored.map((row) => ({ row, draft: null })),
      ...drafts.map((draft) => ({ row: draft.after, draft })),
    ];
    const known = {
      ports,
      cables: await cableNames(
        work,
        endings.map((ending) => otherCableOf(ending.row, ports)),
      ),
    };
    for (const [cable, own] of groupBy(endings, ({ row }) => textOf(row, 'cable') ?? ''))
      checkCable(own, textOf(cables.get(cable), 'profile'), known);
  },
});

/** Copies cable, end, connector and positions of terminations onto their ports; one statement per kind of port. */
export const mirrorOnPorts = async (work: Work, rows: readonly Row[], isGone = false): Promise<void> => {
  const ended = rows.flatMap((row) => {
    const port = portOf(row);
    return port ? [{ row, port }] : [];
  });
  for (const [arm, own] of groupBy(ended, ({ port }) => port.arm))
    await work.setDerived(
      PORT_MODELS[arm],
      own.map(({ row, port }) => ({
        id: port.id,
        cable: isGone ? null : (row['cable'] ?? null),
        cableEnd: isGone ? null : (row['cableEnd'] ?? null),
        cableConnector: isGone ? null : (row['connector'] ?? null),
        cablePositions: isGone ? null : (row['positions'] ?? null),
      })),
    );
};

const mirror = afterSave(TERMINATION, {
  name: 'dcim.cable.4',
  on: ['create', 'update'],
  run: (drafts, work) =>
    mirrorOnPorts(
      work,
      drafts.map((draft) => draft.after),
    ),
});

const clear = afterSave(TERMINATION, {
  name: 'dcim.cable.4.clear',
  on: ['delete'],
  run: (drafts, work) =>
    mirrorOnPorts(
      work,
      drafts.map((draft) => draft.after),
      true,
    ),
});

/** Rules of cable terminations. */
export const cableTerminationRules: readonly DomainRule[] = [takePlace, takeSlots, endsFit, mirror, clear];
