import type { InputRow } from '@plumbline/engine';
import { codes, Plant } from '../../../test/plant.ts';

let plant: Plant;

beforeAll(async () => {
  plant = await Plant.open();
});
afterAll(() => plant?.close());

const vrf = (rest: InputRow = {}) => plant.make('ipam.Vrf', { name: plant.name('vrf'), ...rest });
const create = (prefix: string, rest: InputRow = {}) => plant.create('ipam.Prefix', { prefix, ...rest });
const make = async (prefix: string, rest: InputRow = {}) => plant.make('ipam.Prefix', { prefix, ...rest });
const row = (id: string) => plant.row('ipam_prefix', id);

/** Parent, depth and number of children as a slow walk over all prefixes of the VRF finds them. */
const naive = async (id: string): Promise<Record<string, unknown>> => {
  const rows = await plant.dataSource.query(
    `SELECT p.id, p.parent_id, p.depth, p.child_count,
       (SELECT q.id FROM ipam_prefix q WHERE q.vrf_id = p.vrf_id AND q.prefix >> p.prefix ORDER BY masklen(q.prefix) DESC, q.id LIMIT 1) AS parent,
       (SELECT count(DISTINCT q.prefix)::int FROM ipam_prefix q WHERE q.vrf_id = p.vrf_id AND q.prefix >> p.prefix) AS above,
       (SELECT count(*)::int FROM ipam_prefix q WHERE q.vrf_id = p.vrf_id AND q.prefix << p.prefix) AS below
     FROM ipam_prefix p WHERE p.vrf_id = $1`,
    [id],
  );
  const wrong = rows.filter(
    (r: Record<string, unknown>) =>
      r['parent_id'] !== r['parent'] || r['depth'] !== r['above'] || r['child_count'] !== r['below'],
  );
  return { rows: rows.length, wrong };
};

test('host bits are cleared and the whole internet is refused', async () => {
  expect(await row(await make('10.1.2.3/24'))).toMatchObject({ prefix: '10.1.2.0/24' });
  expect(codes(await create('0.0.0.0/0'))).toEqual(['input.0.prefix BAD_USER_INPUT']);
  expect(codes(await create('::/0'))).toEqual(['input.0.prefix BAD_USER_INPUT']);
});

test('a prefix stands once outside VRFs and in each VRF that says so', async () => {
  const [strict, loose] = [await vrf(), await vrf({ enforceUnique: false })];
  await make('10.2.0.0/24');
  const again = await create('10.2.0.0/24');
  expect(codes(again)).toEqual(['input.0.prefix PREFIX_DUPLICATE']);
  expect(again.errors[0]?.message).toBe(
    '10.2.0.0/24 exists already outside VRFs; use that one, or allow duplicates there.',
  );
  for (const [id, count] of [
    [strict, 1],
    [loose, 0],
  ] as const) {
    await make('10.2.0.0/24', { vrf: id });
    expect(codes(await create('10.2.0.0/24', { vrf: id }))).toHaveLength(count);
  }
  const batch = await plant.create('ipam.Prefix', { prefix: '10.3.0.0/24' }, { prefix: '10.3.0.0/24' });
  expect(codes(batch)).toEqual(['input.1.prefix PREFIX_DUPLICATE']);
});

test('uniqueness outside VRFs can be turned off', async () => {
  await make('10.4.0.0/24');
  await plant.dataSource.query(
    `INSERT INTO core_setting (id, organization_id, key, value) VALUES (gen_random_uuid(), $1, 'ipam.enforceGlobalUnique', 'false')`,
    [plant.actor.organizationId],
  );
  expect(codes(await create('10.4.0.0/24'))).toEqual([]);
  await plant.dataSource.query(`DELETE FROM core_setting WHERE key = 'ipam.enforceGlobalUnique'`);
});

test('of many who race for one prefix exactly one wins', async () => {
  const id = await vrf();
  const outcomes = await Promise.all(Array.from({ length: 6 }, () => create('10.5.0.0/24', { vrf: id })));
  expect(outcomes.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
});

test('uniqueness of a VRF is turned on only without duplicates, and off again', async () => {
  const id = await vrf({ enforceUnique: false });
  const [first] = [await make('10.6.0.0/24', { vrf: id }), await make('10.6.0.0/24', { vrf: id })];
  expect(codes(await plant.update('ipam.Vrf', { id, enforceUnique: true }))).toEqual([
    'input.0.enforceUnique DUPLICATE',
  ]);
  await plant.remove('ipam.Prefix', first);
  expect(codes(await plant.update('ipam.Vrf', { id, enforceUnique: true }))).toEqual([]);
  expect(codes(await create('10.6.0.0/24', { vrf: id }))).toEqual(['input.0.prefix PREFIX_DUPLICATE']);
  expect(codes(await plant.update('ipam.Vrf', { id, enforceUnique: false }))).toEqual([]);
  expect(codes(await create('10.6.0.0/24', { vrf: id }))).toEqual([]);
});

test('an import keeps duplicates and leaves a finding', async () => {
  const id = await vrf();
  const { result, errors, findings } = await plant.import(
    'ipam.Prefix',
    { prefix: '10.7.0.0/24', vrf: id },
    { prefix: '10.7.0.0/24', vrf: id },
  );
  expect([errors, result?.length]).toEqual([[], 2]);
  expect(findings.map(({ code }) => code)).toEqual(['PREFIX_DUPLICATE']);
});

test('parent, depth and children follow inserts, resizes, moves and deletes', async () => {
  const [id, other] = [await vrf({ enforceUnique: false }), await vrf({ enforceUnique: false })];
  const [wide = '', mid = '', leaf = ''] = await plant.all(
    'ipam.Prefix',
    ['10.0.0.0/8', '10.8.0.0/16', '10.8.1.0/24', '10.8.2.0/24', '10.8.1.0/24', '2001:db8::/32'].map((prefix) => ({
      prefix,
      vrf: id,
    })),
  );
  expect(await row(leaf)).toMatchObject({ parent_id: mid, depth: 2, child_count: 0 });
  expect(await row(wide)).toMatchObject({ parent_id: null, depth: 0, child_count: 4 });
  expect(await naive(id)).toEqual({ rows: 6, wrong: [] });
  const between = await make('10.8.0.0/20', { vrf: id });
  expect(await row(leaf)).toMatchObject({ parent_id: between, depth: 3 });
  await plant.update('ipam.Prefix', { id: mid, prefix: '10.8.0.0/22' });
  expect(await naive(id)).toEqual({ rows: 7, wrong: [] });
  await plant.update('ipam.Prefix', { id: between, vrf: other });
  expect([await naive(id), await naive(other)]).toEqual([
    { rows: 6, wrong: [] },
    { rows: 1, wrong: [] },
  ]);
  await plant.remove('ipam.Prefix', mid);
  expect(await row(leaf)).toMatchObject({ parent_id: wide, depth: 1 });
  expect(await naive(id)).toEqual({ rows: 5, wrong: [] });
});

test('a random pile of prefixes is in order, in as many statements as two', async () => {
  const id = await vrf({ enforceUnique: false });
  const prefixes = Array.from({ length: 400 }, (_, i) => `10.${(i * 7) % 16}.${(i * 13) % 64}.0/${16 + ((i * 5) % 9)}`);
  const inputs = prefixes.map((prefix) => ({ prefix, vrf: id }));
  const few = await plant.run((work) => work.create('ipam.Prefix', inputs.slice(0, 2)), { dryRun: true });
  const many = await plant.run((work) => work.create('ipam.Prefix', inputs));
  expect([codes(few), codes(many)]).toEqual([[], []]);
  // a first large batch also refreshes the statistics of tables that were empty, and streams its records
  expect(many.statements - few.statements).toBeLessThanOrEqual(4);
  expect(await naive(id)).toEqual({ rows: 400, wrong: [] });
});

test('addresses know the smallest prefix around them', async () => {
  const id = await vrf();
  const address = await plant.make('ipam.IpAddress', { address: '10.9.1.5/24', vrf: id });
  const parent = async () => (await plant.row('ipam_ip_address', address))['parent_prefix_id'];
  expect(await parent()).toBeNull();
  const wide = await make('10.9.0.0/16', { vrf: id });
  expect(await parent()).toBe(wide);
  const narrow = await make('10.9.1.0/24', { vrf: id });
  expect(await parent()).toBe(narrow);
  await plant.update('ipam.Prefix', { id: narrow, prefix: '10.9.2.0/24' });
  expect(await parent()).toBe(wide);
  await plant.remove('ipam.Prefix', wide);
  expect(await parent()).toBeNull();
  expect(await plant.row('ipam_ip_address', address)).toMatchObject({ host: '10.9.1.5' });
});

test('a prefix carries the places around its scope, also after its site is regrouped', async () => {
  const [region, group] = [await plant.named('dcim.Region'), await plant.named('dcim.SiteGroup')];
  const site = await plant.named('dcim.Site', { region, group });
  const location = await plant.named('dcim.Location', { site });
  const id = await make('10.10.0.0/24', { scope: { location: { id: location } } });
  expect(await row(id)).toMatchObject({
    location_id: location,
    site_id: site,
    region_id: region,
    site_group_id: group,
  });
  await plant.update('dcim.Site', { id: site, region: null });
  expect(await row(id)).toMatchObject({ region_id: null, site_group_id: group });
  await plant.update('ipam.Prefix', { id, scope: { region: { id: region } } });
  expect(await row(id)).toMatchObject({ region_id: region, site_id: null, location_id: null });
  await plant.remove('dcim.Region', region);
  expect(await row(id)).toEqual({});
});

test('what is in a VRF is in its address space', async () => {
  const [space, foreign] = [await plant.named('ipam.AddressSpace'), await plant.named('ipam.AddressSpace')];
  const id = await vrf({ addressSpace: space });
  const prefix = await make('10.11.0.0/24', { vrf: id });
  expect(await row(prefix)).toMatchObject({ address_space_id: space });
  expect(codes(await create('10.11.1.0/24', { vrf: id, addressSpace: foreign }))).toEqual([
    'input.0.addressSpace ADDRESS_SPACE_MISMATCH',
  ]);
  expect(codes(await plant.update('ipam.Vrf', { id, addressSpace: foreign }))).toEqual([]);
  expect(await row(prefix)).toMatchObject({ address_space_id: foreign });
});
