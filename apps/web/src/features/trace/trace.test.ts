import {
  linkCount,
  metresText,
  outcomeOf,
  piecesOf,
  totalLength,
  type Trace,
  type TraceEnd,
  type TraceLink,
} from './trace.ts';
import { traceCsv } from './trace-csv.ts';

function end(type: string, device: string, name: string): TraceEnd {
  const row = { __typename: type, id: `${device} ${name}`, number: 1, display: name };
  return { hidden: false, object: { ...row, [`in${type}`]: { id: device, number: 1, display: device } } };
}

function link(kind: TraceLink['kind'], label: string | null, lengthM: string | null = null): TraceLink {
  return { kind, hidden: false, type: null, label, color: null, lengthM, status: null, object: null };
}

const eth = end('Interface', 'sw1', 'Eth1');
const front = end('FrontPort', 'pp1', 'F1');
const rear = end('RearPort', 'pp1', 'R1');
const far = end('Interface', 'sw2', 'Eth7');

const whole: Trace = {
  origin: eth,
  hops: [
    { near: [eth], links: [link('CABLE', 'C-1', '2.5000')], far: [front] },
    { near: [front], links: [link('MAPPING', null)], far: [rear] },
    { near: [rear], links: [link('CABLE', 'T-1')], far: [far] },
  ],
  destinations: [far],
  isComplete: true,
  isActive: true,
  isSplit: false,
  splitAt: [],
  length: '2.5000',
  unknownLengths: 1,
};

test('a panel is one box with both its ports', () => {
  const pieces = piecesOf(whole);
  expect(pieces.map((piece) => (piece.kind === 'station' ? piece.holder?.display : piece.links[0]?.label))).toEqual([
    'sw1',
    'C-1',
    'pp1',
    'T-1',
    'sw2',
  ]);
  expect(pieces[2]).toMatchObject({ ins: [front], outs: [rear], inside: [{ kind: 'MAPPING' }] });
});

test('power from a feed to its panel joins two boxes', () => {
  const feed = end('PowerFeed', 'panel1', 'A');
  const panel: TraceEnd = {
    hidden: false,
    object: { __typename: 'PowerPanel', id: 'p', number: 1, display: 'panel1' },
  };
  const hops = [{ near: [feed], links: [link('POWER', null)], far: [panel] }];
  expect(piecesOf({ ...whole, hops }).map(({ kind }) => kind)).toEqual(['station', 'span', 'station']);
});

test('a path that ends in the air keeps what was reached', () => {
  const hops = [
    { near: [eth], links: [link('CABLE', 'C-1')], far: [front] },
    { near: [front], links: [], far: [] },
  ];
  expect(piecesOf({ ...whole, hops }).map(({ kind }) => kind)).toEqual(['station', 'span', 'station']);
  expect(piecesOf({ ...whole, hops: [] })).toMatchObject([{ kind: 'station', ins: [eth] }]);
});

test('a path says in a word how it stands', () => {
  expect(outcomeOf(whole).label).toBe('complete');
  expect(outcomeOf({ ...whole, isActive: false }).label).toBe('complete, not active');
  expect(outcomeOf({ ...whole, isComplete: false }).label).toBe('incomplete');
  expect(outcomeOf({ ...whole, isComplete: false, isSplit: true }).label).toBe('splits');
});

test('lengths add up, and what is not known is said', () => {
  expect(totalLength(whole)).toBe('2.5 m + 1 unknown');
  expect(totalLength({ length: '0', unknownLengths: 3 })).toBe('length unknown');
  expect(totalLength({ length: '0', unknownLengths: 0 })).toBe('0 m');
  expect(metresText(12_345)).toBe('12.35 km');
  expect(linkCount(whole)).toBe(2);
});

test('a cable list has a line a hop', () => {
  expect(traceCsv([whole]).split('\r\n')).toEqual([
    'Path,Hop,Near end,Kind,Label,Status,Length (m),Far end',
    '1,1,sw1 Eth1,cable,C-1,,2.5,pp1 F1',
    '1,2,pp1 F1,mapping,,,,pp1 R1',
    '1,3,pp1 R1,cable,T-1,,,sw2 Eth7',
    '',
  ]);
});
