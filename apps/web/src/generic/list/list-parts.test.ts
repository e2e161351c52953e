import { sampleCatalogue, sampleEntity } from '../../catalogue/sample.fixture.ts';
import type { Row } from '../../catalogue/types.ts';
import { columnText, columnWidths, defaultColumns, resolveColumns } from './columns.ts';
import { csvCell, csvHead, csvRows } from './csv.ts';
import { filterField, filterPaths, pasteField, suggestions } from './filter-fields.ts';
import { addRows, isSelected, noSelection, selectedCount, selectionFilter, toggleRow } from './selection.ts';

const catalogue = sampleCatalogue();
const device = sampleEntity(catalogue, 'dcim.Device');

const row: Row = {
  id: 'd1',
  number: 1,
  display: 'leaf-01',
  status: 'active',
  site: { id: 's', number: 2, display: 'AMS1' },
  position: '17.0',
  interfaces: { totalCount: 48 },
  customFields: { cust_id: 'C1', rack_note: { a: 1 } },
};

describe('columns of a list', () => {
  test('the name stands first and its field is not repeated', () => {
    expect(defaultColumns(device).slice(0, 2)).toEqual(['display', 'status']);
    expect(defaultColumns(device)).not.toContain('name');
  });

  test('an entity without a list made for it shows the fields it declares', () => {
    expect(defaultColumns(sampleEntity(catalogue, 'extras.Tag'))).toEqual(['display', 'slug', 'color']);
  });

  test('unknown columns are left out, counts and custom fields are columns too', () => {
    const columns = resolveColumns(catalogue, device, ['status', 'nothing', 'interfaces', 'cf.cust_id', 'status']);
    expect(columns.map((column) => column.path)).toEqual(['display', 'status', 'interfaces', 'cf.cust_id']);
    expect(columns.map((column) => columnText(column, row))).toEqual(['leaf-01', 'active', '48', 'C1']);
  });

  test('a site column sorts by the name of the site', () => {
    const [, site] = resolveColumns(catalogue, device, ['site']);
    expect(site?.sortPath).toBe('site.name');
  });

  test('what the API cannot sort has no order', () => {
    const [, tags, comments] = resolveColumns(catalogue, device, ['tags', 'comments']);
    expect([tags?.sortPath, comments?.sortPath]).toEqual([null, null]);
  });

  test('a column is as wide as its rows need, within limits', () => {
    const columns = resolveColumns(catalogue, device, ['status']);
    const [narrow = 0] = columnWidths(columns, [row]);
    const [wide = 0] = columnWidths(columns, [{ ...row, display: 'a-much-longer-device-name' }]);
    const [widest = 0] = columnWidths(columns, [{ ...row, display: 'x'.repeat(500) }]);
    expect(wide).toBeGreaterThan(narrow);
    expect(widest).toBeLessThan(300);
  });
});

describe('CSV', () => {
  test('cells with commas, quotes and line breaks are quoted', () => {
    expect(csvCell('a,b')).toBe('"a,b"');
    expect(csvCell('say "hi"')).toBe('"say ""hi"""');
    expect(csvCell('a\nb')).toBe('"a\nb"');
  });

  test('text that a spreadsheet would run is kept as text, negative numbers stay numbers', () => {
    expect(csvCell('=HYPERLINK("x")')).toBe(`"'=HYPERLINK(""x"")"`);
    expect(csvCell('-12.5')).toBe('-12.5');
    expect(csvCell('-cmd')).toBe("'-cmd");
  });

  test('rows follow the columns shown', () => {
    const columns = resolveColumns(catalogue, device, ['site', 'position']);
    expect(csvHead(columns)).toBe('Name,Site,Position U');
    expect(csvRows(columns, [row, { ...row, site: null, position: null }])).toBe('leaf-01,AMS1,17.0\r\nleaf-01,,');
  });
});

describe('the selection', () => {
  test('a second toggle takes a row out again', () => {
    const one = toggleRow(noSelection, 'a');
    expect(isSelected(one, 'a')).toBe(true);
    expect(selectedCount(toggleRow(one, 'a'), 10)).toBe(0);
  });

  test('chosen rows are written by id, everything by the filter of the view', () => {
    expect(selectionFilter(addRows(noSelection, ['a', 'b']), undefined)).toEqual({ id: { in: ['a', 'b'] } });
    const view = { status: { in: ['active'] } };
    expect(selectionFilter({ kind: 'all' }, view)).toEqual(view);
    expect(selectedCount({ kind: 'all' }, 318)).toBe(318);
  });

  test('everything without a filter still names a condition, since a write needs one', () => {
    expect(selectionFilter({ kind: 'all' }, undefined)).toEqual({ number: { gte: 0 } });
  });
});

describe('the filter input', () => {
  const fields = filterPaths(catalogue, device).flatMap((path) => filterField(catalogue, device, path) ?? []);

  test('fields, edges and the references of references can be filtered, secrets cannot', () => {
    const paths = fields.map((field) => field.path);
    expect(paths).toEqual(expect.arrayContaining(['status', 'interfaces', 'site.region', 'tags', 'number']));
    expect(paths).not.toContain('psk');
  });

  test('typed words offer free text first, then fields, then values', () => {
    const offered = suggestions(fields, 'plan');
    expect(offered[0]?.text).toBe('plan');
    expect(offered.find((item) => item.token)?.token).toEqual({ path: 'status', op: 'in', values: ['planned'] });
    expect(suggestions(fields, 'posi').some((item) => item.path === 'position')).toBe(true);
  });

  test('a pasted list is a list of names', () => {
    expect(pasteField(device, ['leaf-01', 'leaf-02'])?.name).toBe('name');
  });
});
