import { restoreObject } from '@plumbline/engine';
import { Desk } from '../desk.ts';

let desk: Desk;

beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk?.close());

test('the log keeps where a deleted object came from, for its return, and shows it to nobody', async () => {
  const { writer, actor, dataSource } = desk.plant;
  const site = { name: 'Oslo', slug: 'oslo', status: 'active', provenance: { source: 'netbox', type: 'site', id: 7 } };
  const { result } = await writer.run({ ...actor, source: 'import' }, { trusted: true }, (work) =>
    work.upsert('dcim.Site', [site]),
  );
  const id = String(result?.[0]);
  await writer.run(actor, {}, (work) => work.delete('dcim.Site', { ids: [id] }));
  const { data } = await desk.ask(
    `{ changeRecords(filter: { objectId: { eq: "${id}" }, action: { eq: "delete" } }) { nodes { before } } }`,
  );
  expect(JSON.stringify(data)).toContain('Oslo');
  expect(JSON.stringify(data)).not.toContain('provenance');
  expect((await restoreObject(writer, actor, id)).errors).toEqual([]);
  expect(await dataSource.query('SELECT source_id FROM core_provenance WHERE object_id = $1', [id])).toEqual([
    { source_id: '7' },
  ]);
});
