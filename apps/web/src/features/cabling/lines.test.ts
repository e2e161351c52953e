import { connectInput, plainCables } from './cable-spec.ts';
import { filterLines, kindsOf } from './line-filter.ts';
import { linesCsv } from './lines-csv.ts';
import { isPanel, panelPorts, shortName, stripsOf, useOf } from './panel-rows.ts';
import { cableOf, portLine } from './port-line.fixture.ts';
import { lengthText } from './port-lines.ts';

const far = {
  row: { id: 'p', number: 1, display: 'F1' },
  type: 'FrontPort',
  holder: { id: 'd2', number: 2, display: 'PP-01' },
};
const cabled = portLine('dcim.Interface', 'Eth1', { cable: cableOf('C-104'), far: [far] });
const free = portLine('dcim.Interface', 'Eth2');
const front = portLine('dcim.FrontPort', 'F1', { marked: true });
const rear = portLine('dcim.RearPort', 'R1', { cable: cableOf('T-1', 'planned') });
const lines = [cabled, free, front, rear];

test('words find ports by their own name, their cable and what is at its other end', () => {
  const all = { text: '', state: 'all', kind: '' } as const;
  expect(filterLines(lines, { ...all, text: 'pp-01 f1' })).toEqual([cabled]);
  expect(filterLines(lines, { ...all, text: 'c-104' })).toEqual([cabled]);
  expect(filterLines(lines, { ...all, state: 'free' })).toEqual([free, front]);
  expect(filterLines(lines, { ...all, kind: 'dcim.RearPort', state: 'cabled' })).toEqual([rear]);
  expect(kindsOf(lines).map(({ name, count }) => [name, count])).toEqual([
    ['dcim.Interface', 2],
    ['dcim.FrontPort', 1],
    ['dcim.RearPort', 1],
  ]);
});

test('a cable list has a line a port, and quotes what would run as a formula', () => {
  const text = linesCsv('=sw,1', [cabled, free], undefined);
  expect(text.split('\r\n')).toEqual([
    'Device,Port,Kind,Connector,Cable,Cable type,Length,Status,Far device,Far port',
    `"'=sw,1",Eth1,interface,,C-104,,,connected,PP-01,F1`,
    `"'=sw,1",Eth2,interface,,,,,,,`,
    '',
  ]);
});

test('a panel has both faces, and each port knows what is behind its positions', () => {
  const mappings = [
    { frontPort: 'F1', frontPosition: 2, rearPort: 'R1', rearPosition: 4 },
    { frontPort: 'F1', frontPosition: 1, rearPort: 'R1', rearPosition: 3 },
  ];
  expect(isPanel(lines)).toBe(true);
  expect(isPanel([cabled, front])).toBe(false);
  expect(panelPorts(lines, mappings, 'front')).toEqual([{ line: front, behind: [rear] }]);
  expect(panelPorts(lines, mappings, 'rear')).toEqual([{ line: rear, behind: [front] }]);
  expect(panelPorts(lines, [], 'rear')).toEqual([{ line: rear, behind: [] }]);
  expect([cabled, free, front, rear].map(useOf)).toEqual(['cabled', 'free', 'marked', 'planned']);
});

test('ports stand in strips of 24 and are told apart by the end of their names', () => {
  const many = Array.from({ length: 50 }, (_, at) => ({ line: portLine('dcim.FrontPort', `F${at}`), behind: [] }));
  expect(stripsOf(many).map((strip) => strip.length)).toEqual([24, 24, 2]);
  expect(stripsOf([])).toEqual([]);
  expect(['Front F12', 'xe-0/0/11', 'GigabitEthernet12'].map(shortName)).toEqual(['F12', '11', '…net12']);
});

test('only what is said of a cable is sent', () => {
  const [a, b] = [{ ids: ['1'] }, { ids: ['2'] }];
  expect(connectInput(a, b, plainCables)).toEqual({ a, b, cable: { status: 'connected' } });
  const spec = { ...plainCables, labels: ' P-001 ', type: 'cat6a', length: '2,5', colors: ['2e6fd1'] };
  expect(connectInput(a, b, spec)).toEqual({
    a,
    b,
    cable: { status: 'connected', type: 'cat6a', length: '2.5', lengthUnit: 'm' },
    firstLabel: 'P-001',
    colors: ['2e6fd1'],
  });
  expect(connectInput(a, b, { ...plainCables, labels: 'P-[01-48]' })).toMatchObject({ labels: 'P-[01-48]' });
});

test('a length has its unit and no zeros at its end', () => {
  expect(lengthText('2.50', 'm')).toBe('2.5 m');
  expect(lengthText(null, 'm')).toBeNull();
});
