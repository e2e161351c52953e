import { createWriter, newMasterKey, type SavedIds, type Work } from '@plumbline/engine';
import { checkCustomFields, domains, registry } from '@plumbline/domain';
import type { DataSource } from 'typeorm';
import { benchActor } from '../actor.ts';
import { BENCH_ORGANIZATION } from '../fill.ts';
import type { PathCase } from './measure.ts';

/** Ports without a cable, and what writes to them. */
interface Bench {
  readonly run: (body: (work: Work) => Promise<SavedIds>) => Promise<string>;
  readonly port: (index: number) => { readonly arm: 'interface'; readonly id: string | undefined };
}

const benchOf = async (source: DataSource): Promise<Bench> => {
  const writer = createWriter({
    registry,
    dataSource: source,
    rules: domains.flatMap((domain) => domain.rules),
    masterKeys: [newMasterKey()],
    customFields: checkCustomFields,
  });
  const ports = await source.query<{ id: string }[]>(
    `SELECT i.id FROM dcim_interface i WHERE i.organization_id = $1 AND i.cable_id IS NULL AND i.number % 48 = 40
     ORDER BY i.number LIMIT 300`,
    [BENCH_ORGANIZATION],
  );
  return {
    port: (index) => ({ arm: 'interface', id: ports[index % ports.length]?.id }),
    run: async (body) => {
      const outcome = await writer.run({ ...benchActor, readOnly: false }, {}, body);
      const [id] = outcome.result ?? [];
      if (!id) throw new Error(JSON.stringify(outcome.errors.slice(0, 3)));
      return id;
    },
  };
};

/** Rounds of an edit before the first that counts: as long as a server that runs takes to compile what it runs often. */
const WARM = 40;

/** Edits of one cable between free ports, through the write pipeline with all rules; the last takes it away again. */
export const editCases = async (source: DataSource, rounds: number): Promise<PathCase[]> => {
  const { run, port } = await benchOf(source);
  const made: string[] = [];
  const id = (round: number): string => made[round] ?? '';
  const edit = (name: string, body: (work: Work, round: number) => Promise<SavedIds>): PathCase => ({
    name,
    rounds,
    warm: WARM,
    goalMs: 20,
    run: async (round) => {
      made[round] = await run((work) => body(work, round));
      return 1;
    },
  });
  return [
    edit('a cable is made', (work, round) => {
      const ends = { aTerminations: [port(round * 3)], bTerminations: [port(round * 3 + 1)] };
      return work.create('dcim.Cable', [{ type: 'cat6a', ...ends }]);
    }),
    edit('a cable becomes planned', (work, round) => work.update('dcim.Cable', [{ id: id(round), status: 'planned' }])),
    edit('an end moves to another port', (work, round) =>
      work.update('dcim.Cable', [{ id: id(round), bTerminations: [port(round * 3 + 2)] }]),
    ),
    edit('a cable is taken away', (work, round) => work.delete('dcim.Cable', { ids: [id(round)] })),
  ];
};
