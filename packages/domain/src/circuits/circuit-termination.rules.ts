import { afterSave, derive, rule, type ArcValue, type Draft, type DomainRule, type Row } from '@plumbline/engine';
import { portLocks } from '../dcim/cable/port-lock.ts';
import { scopeRules } from '../dcim/site/scope.rules.ts';
import { distinct, groupRows, rowsById, rowsOf, textOf } from '../lookup.queries.ts';

const TERMINATION = 'circuits.CircuitTermination';
const CIRCUIT = 'circuits.Circuit';
const CABLE_END = 'dcim.CableTermination';

const endOf = (row: Row): ArcValue | null => (row['termination'] ?? null) as ArcValue | null; // arc field

const networkOf = (row: Row): string | null => {
  const end = endOf(row);
  return end?.arm === 'providerNetwork' ? end.id : null;
};

const takeNetwork = derive(TERMINATION, {
  name: 'circuits.circuittermination.1.network',
  from: ['termination'],
  fill: (drafts) => {
    for (const draft of drafts) draft.set('providerNetwork', networkOf(draft.after));
  },
});

const endsSomewhere = rule(TERMINATION, {
  name: 'circuits.circuittermination.1',
  when: ['termination'],
  check: (drafts) => {
    for (const draft of drafts)
      if (endOf(draft.after) === null)
        draft.refuse('termination', 'REQUIRED', 'A circuit ends at a place or in the network of a provider; name one.');
  },
});

const refuseCabled = (draft: Draft): void => {
  if (networkOf(draft.after) === null) return;
  const taken = textOf(draft.after, 'cable') !== null;
  if (taken || draft.after['markConnected'] === true)
    draft.refuse(
      taken ? 'termination' : 'markConnected',
      'CABLE_OCCUPIED',
      taken
        ? 'A cable is connected here, which ends at no provider network; remove the cable first.'
        : 'What ends in the network of a provider takes no cable; leave the mark off.',
    );
};

const uncabledInNetwork = rule(TERMINATION, {
  name: 'circuits.circuittermination.2',
  when: ['termination', 'markConnected', 'cable'],
  early: true,
  locks: portLocks,
  check: (drafts) => drafts.forEach(refuseCabled),
});

/** The end of a cable at a circuit goes where the circuit ends. */
const moveEnds = afterSave(TERMINATION, {
  name: 'dcim.cabletermination.1.circuit',
  when: ['site', 'location'],
  on: ['update'],
  run: async (drafts, work) => {
    const places = new Map(drafts.map((draft) => [draft.id, draft.after]));
    const ends = await work.read.rows(CABLE_END, {
      where: { 'termination.circuitTermination': [...places.keys()] },
      fields: ['id', 'termination'],
    });
    const moved = ends.map((end) => {
      const place = places.get(endOf(end)?.id ?? '');
      return { id: end['id'], site: textOf(place, 'site'), location: textOf(place, 'location') };
    });
    if (moved.length > 0) await work.setDerived(CABLE_END, moved);
  },
});

/** Circuits name their two terminations, so that both are read without a search. */
const refreshCircuits = afterSave(TERMINATION, {
  name: 'circuits.circuit.1.terminations',
  when: ['circuit', 'termSide'],
  on: ['create', 'update', 'delete'],
  run: async (drafts, work) => {
    const touched = distinct(
      drafts.flatMap((draft) => [textOf(draft.before ?? {}, 'circuit'), textOf(draft.after, 'circuit')]),
    );
    await work.lock(touched.map((id) => `${CIRCUIT}.ends/${id}`));
    const circuits = await rowsById(work, CIRCUIT, touched, []);
    const ends = await rowsOf(work, TERMINATION, 'circuit', [...circuits.keys()], ['termSide']);
    const byCircuit = groupRows(ends, 'circuit');
    const at = (id: string, side: string): unknown =>
      byCircuit.get(id)?.find((row) => textOf(row, 'termSide') === side)?.['id'] ?? null;
    if (circuits.size > 0)
      await work.setDerived(
        CIRCUIT,
        [...circuits.keys()].map((id) => ({ id, terminationA: at(id, 'A'), terminationZ: at(id, 'Z') })),
      );
  },
});

/** Rules of the ends of circuits. */
export const terminationRules: readonly DomainRule[] = [
  ...scopeRules(TERMINATION, 'circuits.circuittermination.1.places', 'termination'),
  takeNetwork,
  endsSomewhere,
  uncabledInNetwork,
  moveEnds,
  refreshCircuits,
];
