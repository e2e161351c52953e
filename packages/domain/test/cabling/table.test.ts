import { ExchangeDesk } from '../exchange-desk.ts';

let desk: ExchangeDesk;
let site: string;

beforeAll(async () => {
  desk = await ExchangeDesk.open();
  const { plant } = desk;
  site = await plant.named('dcim.Site');
  const device = async (name: string) => plant.device(await plant.type(), { name, site });
  const [sw, pp] = [await device('sw1'), await device('pp1')];
  await plant.all(
    'dcim.Interface',
    ['e1', 'e2', 'e3', 'e4', 'e,5'].map((name) => ({ device: sw, name, type: '1000base-t' })),
  );
  await plant.all(
    'dcim.FrontPort',
    ['F1', 'F2', 'F3'].map((name) => ({ device: pp, name, type: '8p8c' })),
  );
  await plant.make('dcim.PowerPort', { device: sw, name: 'psu' });
  const powerPanel = await plant.make('dcim.PowerPanel', { site, name: 'panel' });
  await plant.make('dcim.PowerFeed', { powerPanel, name: 'feed' });
  const [provider, type] = [await plant.named('circuits.Provider'), await plant.named('circuits.CircuitType')];
  const circuit = await plant.make('circuits.Circuit', { cid: 'CID 7', provider, type });
  await plant.make('circuits.CircuitTermination', { circuit, termSide: 'Z', termination: { site: { id: site } } });
});
afterAll(() => desk?.close());

const HEADER = 'label,sideADevice,sideAType,sideAName,sideBDevice,sideBType,sideBName';
const ROWS = [
  'one,sw1,interface,e1,pp1,frontPort,F1',
  'two,sw1,interface,"e2,e3",pp1,frontPort,F2',
  'three,panel,powerFeed,feed,sw1,powerPort,psu',
  'four,sw1,interface,"""e,5""",CID 7,circuitTermination,Z',
];

const exported = async (): Promise<string[]> => {
  const { text } = await desk.export('dcim.Cable', { columns: HEADER.split(',') });
  return text.trim().split('\r\n').slice(1);
};

test('cables come in by the names of devices and ports, and leave as they came', async () => {
  const report = await desk.import('dcim.Cable', [HEADER, ...ROWS].join('\n'), { mode: 'CREATE' });
  expect(report).toMatchObject({ errors: [], created: 4, saved: true });
  expect(await exported()).toEqual(ROWS);
});

test('what was exported changes nothing when it is imported', async () => {
  const { text } = await desk.export('dcim.Cable');
  expect(text).toContain('sideADevice');
  expect(await desk.import('dcim.Cable', text)).toMatchObject({
    errors: [],
    created: 0,
    updated: 0,
    changeSetId: null,
  });
});

test('a changed cell plugs the end elsewhere', async () => {
  const { text } = await desk.export('dcim.Cable', { filter: { label: { eq: 'one' } } });
  expect((await desk.import('dcim.Cable', text.replace('e1', 'e4'))).errors).toEqual([]);
  expect((await exported())[0]).toBe('one,sw1,interface,e4,pp1,frontPort,F1');
});

test('a port that is not there or not free is told with line and column', async () => {
  const lines = [
    HEADER,
    'x,sw1,dcim.interface,e9,pp1,dcim.frontport,F3',
    'y,sw1,,e4,pp1,frontPort,F1',
    'z,sw1,socket,e1,pp1,frontPort,F2',
  ];
  const { errors, saved } = await desk.import('dcim.Cable', lines.join('\n'), { mode: 'CREATE', dryRun: true });
  expect(saved).toBe(false);
  expect(errors.map(({ line, column, code }) => `${line} ${column} ${code}`)).toEqual([
    '2 sideAName NOT_FOUND',
    '3 sideAName CABLE_OCCUPIED',
    '3 sideBName CABLE_OCCUPIED',
    '4 sideAType BAD_USER_INPUT',
    '4 sideBName CABLE_OCCUPIED',
  ]);
});
