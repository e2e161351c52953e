import type { InputRow } from '@plumbline/engine';
import { Plant } from '../plant.ts';

let plant: Plant;
beforeAll(async () => void (plant = await Plant.open()));
afterAll(() => plant?.close());

const update = (model: string, row: InputRow) => plant.update(model, row);

/** What each of several writers at the same time heard first; null for those that got through. */
const heard = async (writes: readonly ReturnType<typeof update>[]): Promise<(string | null)[]> =>
  (await Promise.all(writes)).map(({ errors }) => errors[0]?.code ?? null);

test('all of many writers that move overlapping prefixes and addresses of a VRF at once get through', async () => {
  const vrf = await plant.make('ipam.Vrf', { name: plant.name('vrf') });
  const nested = (octet: number, length: number) => `10.${octet}.0.0/${length}`;
  const lengths = [10, 11, 12, 13, 14, 15];
  const ids = await plant.all(
    'ipam.Prefix',
    lengths.map((length) => ({ prefix: nested(0, length), vrf })),
  );
  const [address] = await plant.all('ipam.IpAddress', [{ address: '10.0.0.9/24', vrf }]);
  let last = 0;
  for (const octet of [64, 128, 192, 64]) {
    const moves = ids.map((id, i) => update('ipam.Prefix', { id, prefix: nested(octet, lengths[i] ?? 0) }));
    const follow = update('ipam.IpAddress', { id: address, address: `10.${octet}.0.9/24` });
    const fresh = plant.create('ipam.Prefix', { prefix: `10.${octet}.${++last}.0/24`, vrf });
    const writes = [...moves, follow, fresh];
    expect(await heard(writes)).toEqual(writes.map(() => null));
  }
  const depths = await plant.dataSource.query<object[]>(
    `SELECT p.depth, p.child_count = (SELECT count(*) FROM ipam_prefix q WHERE q.vrf_id = p.vrf_id AND q.prefix << p.prefix) AS counted
     FROM ipam_prefix p WHERE p.id = ANY($1::uuid[]) ORDER BY p.prefix`,
    [ids],
  );
  expect(depths).toEqual(lengths.map((_, depth) => ({ depth, counted: true })));
});
