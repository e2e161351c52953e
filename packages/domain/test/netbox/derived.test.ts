import { importDesk, reportOf } from './import-desk.ts';
import { named } from './small-dump.ts';
import { cableRow } from './small-rows.ts';

const { load } = importDesk();

const measured = (length: string, unit: string, absolute: string | null) => ({
  length,
  length_unit: unit,
  _abs_length: absolute,
});

const cables = (...rows: readonly Readonly<Record<string, string | null>>[]) => ({
  dcim_cable: rows.map((row, i) => cableRow(i + 1, row)),
});

test('what NetBox worked out is compared with what is worked out here', async () => {
  const report = await load({
    dcim_region: [
      named(1, 'Continent', { parent_id: null, level: 0 }),
      named(2, 'Country', { parent_id: 1, level: 1 }),
      named(3, 'City', { parent_id: 2, level: 1 }),
    ],
    ...cables(measured('3.00', 'ft', '0.9144'), measured('2.00', 'm', '20.0000'), {}),
  });
  expect(reportOf(report, 'dcim_region')?.differences).toEqual([{ column: 'level', rows: 1, example: 'row 3: 1' }]);
  expect(reportOf(report, 'dcim_cable')?.differences).toEqual([
    { column: '_abs_length', rows: 1, example: 'row 2: 20.0000' },
  ]);
});

test('a value that is worked out here alone is a difference as well', async () => {
  const report = await load(cables(measured('3.00', 'm', '3.0000'), measured('5.00', 'm', null)));
  expect(reportOf(report, 'dcim_cable')?.differences).toEqual([
    { column: '_abs_length', rows: 1, example: 'row 2: nothing' },
  ]);
});

test('values of objects that the dump does not have are none', async () => {
  await load(cables(measured('3.00', 'm', '3.0000')));
  const report = await load({ dcim_cable: [cableRow(9, {})] });
  expect(reportOf(report, 'dcim_cable')).toMatchObject({ created: 1, differences: [] });
});
