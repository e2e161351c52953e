import type { InputRow } from '@plumbline/engine';
import { codes, Plant } from '../../../test/plant.ts';

let plant: Plant;

beforeAll(async () => {
  plant = await Plant.open();
});
afterAll(() => plant?.close());

const group = (rest: InputRow = {}) => plant.named('ipam.VlanGroup', rest);
const create = (vid: number, rest: InputRow = {}) => plant.create('ipam.Vlan', { vid, name: plant.name('v'), ...rest });

test('a group counts its ids and keeps its ranges apart', async () => {
  expect(await plant.row('ipam_vlan_group', await group())).toMatchObject({ total_vlan_ids: 4094 });
  expect(await plant.row('ipam_vlan_group', await group({ vidRanges: '1-100,200' }))).toMatchObject({
    total_vlan_ids: 101,
  });
  const put = async (vidRanges: string) =>
    codes(await plant.create('ipam.VlanGroup', { name: 'x', slug: 'x', vidRanges }));
  expect(await put('1-100,50-60')).toEqual(['input.0.vidRanges BAD_USER_INPUT']);
  expect(await put('1-4095')).toEqual(['input.0.vidRanges BAD_USER_INPUT']);
  expect(await put('0-5')).toEqual(['input.0.vidRanges BAD_USER_INPUT']);
});

test('names of groups repeat between scopes, not inside one', async () => {
  const [a, b] = [await plant.named('dcim.Site'), await plant.named('dcim.Site')];
  const put = (site: string | null) =>
    plant.create('ipam.VlanGroup', { name: 'same', slug: 'same', ...(site && { scope: { site: { id: site } } }) });
  expect(codes(await put(a))).toEqual([]);
  expect(codes(await put(b))).toEqual([]);
  expect((await put(a)).errors[0]).toMatchObject({ code: 'DUPLICATE' });
  expect([codes(await put(null)), codes(await put(null))]).toEqual([[], []]);
});

test('a VLAN id lies inside the ranges of its group and stands there once', async () => {
  const id = await group({ vidRanges: '100-199' });
  const outside = await create(200, { group: id });
  expect(codes(outside)).toEqual(['input.0.vid VLAN_ID_OUTSIDE_GROUP']);
  expect(codes(await create(100, { group: id }))).toEqual([]);
  expect((await create(100, { group: id })).errors[0]).toMatchObject({ code: 'DUPLICATE' });
  expect(codes(await create(4095))).toEqual(['input.0.vid BAD_USER_INPUT']);
  expect([codes(await create(5)), codes(await create(5))]).toEqual([[], []]);
});

test('a VLAN is at the site of its group, or below its site group', async () => {
  const [upper] = [await plant.named('dcim.SiteGroup')];
  const lower = await plant.named('dcim.SiteGroup', { parent: upper });
  const [here, there] = [await plant.named('dcim.Site', { group: lower }), await plant.named('dcim.Site')];
  const [bySite, byGroup] = [
    await group({ scope: { site: { id: here } } }),
    await group({ scope: { siteGroup: { id: upper } } }),
  ];
  expect(codes(await create(10, { group: bySite, site: there }))).toEqual(['input.0.site SITE_MISMATCH']);
  expect(codes(await create(10, { group: byGroup, site: there }))).toEqual(['input.0.site SITE_MISMATCH']);
  expect(codes(await create(10, { group: bySite, site: here }))).toEqual([]);
  expect(codes(await create(10, { group: byGroup, site: here }))).toEqual([]);
  expect(codes(await create(11, { group: bySite }))).toEqual([]);
});

test('a customer VLAN is carried by a service VLAN, where its id stands once', async () => {
  const svlan = (await create(20, { qinqRole: 'svlan' })).result?.[0];
  const plain = (await create(21)).result?.[0];
  expect(codes(await create(22, { qinqRole: 'cvlan' }))).toEqual(['input.0.qinqSvlan REQUIRED']);
  expect(codes(await create(22, { qinqSvlan: svlan }))).toEqual(['input.0.qinqSvlan BAD_USER_INPUT']);
  expect(codes(await create(22, { qinqRole: 'cvlan', qinqSvlan: plain }))).toEqual([
    'input.0.qinqSvlan BAD_USER_INPUT',
  ]);
  expect(codes(await create(22, { qinqRole: 'cvlan', qinqSvlan: svlan }))).toEqual([]);
  expect((await create(22, { qinqRole: 'cvlan', qinqSvlan: svlan })).errors[0]).toMatchObject({ code: 'DUPLICATE' });
});

test('a thousand VLANs take as many statements as two', async () => {
  const id = await group({ scope: { site: { id: await plant.named('dcim.Site') } } });
  const inputs = Array.from({ length: 1000 }, (_, i) => ({ vid: i + 1, name: `b${i}`, group: id }));
  const few = await plant.run((work) => work.create('ipam.Vlan', inputs.slice(0, 2)), { dryRun: true });
  const many = await plant.run((work) => work.create('ipam.Vlan', inputs), { dryRun: true });
  expect([codes(few), codes(many)]).toEqual([[], []]);
  // a first large batch also refreshes the statistics of tables that were empty, and streams its records
  expect(many.statements - few.statements).toBeLessThanOrEqual(4);
});
