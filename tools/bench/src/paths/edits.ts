import { createWriter, newMasterKey, type SavedIds, type Work } from '@plumbline/engine';
import { checkCustomFields, domains, registry } from '@plumbline/domain';
import type { DataSource } from 'typeorm';
import { benchActor } from '../actor.ts';
import { BENCH_ORGANIZATION } from '../fill.ts';
import type { PathCase } from './measure.ts';

const INTERFACE = 'dcim.Interface';

/** Edits of one cable between free ports, through the write pipeline with all rules; the last takes it away again. */
export const editCases = async (source: DataSource, rounds: number): Promise<PathCase[]> => {
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
  const port = (index: number) => ({ arm: 'interface', id: ports[index % ports.length]?.id });
  const run = async (body: (work: Work) => Promise<SavedIds>): Promise<string> => {
    const outcome = await writer.run({ ...benchActor, readOnly: false }, {}, body);
    const [id] = outcome.result ?? [];
    if (!id) throw new Error(`${INTERFACE}: ${JSON.stringify(outcome.errors.slice(0, 3))}`);
    return id;
  };
  const made: string[] = [];
  const at = (round: number): string => made[round] ?? '';
  return [
    {
      name: 'a cable is made',
      rounds,
      goalMs: 20,
      run: async (round) => {
        const ends = { aTerminations: [port(round * 3)], bTerminations: [port(round * 3 + 1)] };
        made[round] = await run((work) => work.create('dcim.Cable', [{ type: 'cat6a', ...ends }]));
        return 1;
      },
    },
    {
      name: 'a cable becomes planned',
      rounds,
      goalMs: 20,
      run: async (round) => {
        await run((work) => work.update('dcim.Cable', [{ id: at(round), status: 'planned' }]));
        return 1;
      },
    },
    {
      name: 'an end moves to another port',
      rounds,
      goalMs: 20,
      run: async (round) => {
        await run((work) => work.update('dcim.Cable', [{ id: at(round), bTerminations: [port(round * 3 + 2)] }]));
        return 1;
      },
    },
    {
      name: 'a cable is taken away',
      rounds,
      goalMs: 20,
      run: async (round) => {
        await run((work) => work.delete('dcim.Cable', { ids: [at(round)] }));
        return 1;
      },
    },
  ];
};
