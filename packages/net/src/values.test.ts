import {
  countIds,
  expandNameRange,
  firstFreeId,
  formatAsdot,
  formatIdRanges,
  formatInt4Ranges,
  idRangesInclude,
  idRangesOf,
  idsIn,
  isNameRange,
  isPrivateAsn,
  Mac,
  mergeIdRanges,
  naturalCompare,
  overlappingIdRanges,
  parseAsn,
  parseIdRanges,
  parseInt4Ranges,
} from './index.ts';

describe('MAC addresses', () => {
  test.each([
    '08:00:2b:01:02:03',
    '08:00:2B:01:02:03',
    '08-00-2b-01-02-03',
    '0800.2b01.0203',
    '0800-2b01-0203',
    '0800:2b01:0203',
    '08002b010203',
    '08002B010203',
    '08002b:010203',
    '08002b-010203',
    '8:0:2b:1:2:3',
  ])('%s is one EUI-48', (text) => {
    expect(String(Mac.parse(text))).toBe('08:00:2b:01:02:03');
  });

  test.each([
    '08:00:2b:01:02:03:04:05',
    '08-00-2b-01-02-03-04-05',
    '0800.2b01.0203.0405',
    '0800-2b01-0203-0405',
    '08002b0102030405',
    '08002b:0102030405',
    '08002b-0102030405',
    '08002b01:02030405',
    '8:0:2B:1:2:3:4:5',
  ])('%s is one EUI-64', (text) => {
    expect(String(Mac.parse(text))).toBe('08:00:2b:01:02:03:04:05');
  });

  test('every style is read back', () => {
    const mac = Mac.parse('0050.56ab.000f');
    const styles = (['colon', 'dash', 'dot', 'bare'] as const).map((style) => mac.format(style));
    expect(styles).toEqual(['00:50:56:ab:00:0f', '00-50-56-ab-00-0f', '0050.56ab.000f', '005056ab000f']);
    expect(styles.every((text) => Mac.parse(text).equals(mac))).toBe(true);
    expect(Mac.parse('08002b0102030405').format('dot')).toBe('0800.2b01.0203.0405');
  });

  test('the first octet tells maker, group and local', () => {
    expect(Mac.parse('08002b010203').oui).toBe('08:00:2b');
    expect([Mac.parse('01:00:5e:00:00:01').isMulticast, Mac.parse('08:00:2b:01:02:03').isMulticast]).toEqual([
      true,
      false,
    ]);
    expect([Mac.parse('02:42:ac:11:00:02').isLocal, Mac.parse('08:00:2b:01:02:03').isLocal]).toEqual([true, false]);
  });

  test('an EUI-48 becomes an EUI-64 and an interface id', () => {
    expect(String(Mac.parse('00:25:96:12:34:56').toEui64())).toBe('00:25:96:ff:fe:12:34:56');
    expect(Mac.parse('00:25:96:12:34:56').toInterfaceId().toString(16)).toBe('22596fffe123456');
    expect(() => Mac.of(48, 1n << 48n)).toThrow('281474976710656 does not fit 48 bits.');
  });

  test('order is by width, then number', () => {
    const sorted = ['00:00:00:00:00:01', 'ff:ff:ff:ff:ff:ff', '00:00:00:00:00:00:00:01'];
    expect(
      [...sorted]
        .reverse()
        .map(Mac.parse)
        .sort((a, b) => a.compare(b))
        .map(String),
    ).toEqual(sorted);
  });
});

describe('AS numbers', () => {
  test.each([
    ['65536', 65536, '1.0'],
    ['1.0', 65536, '1.0'],
    ['0.1', 1, '1'],
    ['AS64512', 64512, '64512'],
    ['as65000.65000', 4259905000, '65000.65000'],
    ['65535', 65535, '65535'],
    ['4294967295', 4294967295, '65535.65535'],
    [3320, 3320, '3320'],
  ] as const)('%s is %i, asdot %s', (input, asn, asdot) => {
    expect(parseAsn(input)).toBe(asn);
    expect(formatAsdot(asn)).toBe(asdot);
    expect(parseAsn(asdot)).toBe(asn);
  });

  test('numbers that are no AS number are refused', () => {
    for (const input of [0, -1, 1.5e10, Number.NaN, Infinity, 4294967296])
      expect(() => parseAsn(input)).toThrow('is not an AS number');
  });

  test('private ranges are known', () => {
    expect([64511, 64512, 65534, 65535, 4199999999, 4200000000, 4294967294, 4294967295].map(isPrivateAsn)).toEqual([
      false,
      true,
      true,
      false,
      false,
      true,
      true,
      false,
    ]);
  });
});

describe('id ranges', () => {
  test('text is read, sorted and written back', () => {
    expect(parseIdRanges('200, 1-100')).toEqual([
      { first: 1, last: 100 },
      { first: 200, last: 200 },
    ]);
    expect(formatIdRanges(parseIdRanges('200,1-100'))).toBe('1-100,200');
    expect(parseIdRanges('1-4094', { min: 1, max: 4094 })).toEqual([{ first: 1, last: 4094 }]);
  });

  test('ranges are compared, merged, counted and searched', () => {
    const ranges = [
      { first: 5, last: 9 },
      { first: 1, last: 4 },
      { first: 20, last: 20 },
    ];
    expect(overlappingIdRanges(ranges)).toBeNull();
    expect(overlappingIdRanges([...ranges, { first: 9, last: 10 }])).toEqual([
      { first: 5, last: 9 },
      { first: 9, last: 10 },
    ]);
    expect(formatIdRanges(mergeIdRanges(ranges))).toBe('1-9,20');
    expect([countIds(ranges), countIds([...ranges, ...ranges])]).toEqual([10, 10]);
    expect([idRangesInclude(ranges, 20), idRangesInclude(ranges, 19)]).toEqual([true, false]);
    expect([...idsIn(ranges)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 20]);
    expect([firstFreeId(ranges, [1, 2, 3]), firstFreeId(ranges, idsIn(ranges))]).toEqual([4, null]);
    expect(formatIdRanges(idRangesOf([3, 1, 2, 2, 9]))).toBe('1-3,9');
  });

  test('half-open database text is written and read', () => {
    expect(formatInt4Ranges(parseIdRanges('1-100,200'))).toBe('{[1,101),[200,201)}');
    expect(formatIdRanges(parseInt4Ranges('{[1,101),[200,201)}'))).toBe('1-100,200');
    expect(formatIdRanges(parseInt4Ranges('{"[1,101)","(199,200]"}'))).toBe('1-100,200');
    expect([parseInt4Ranges('{}'), parseInt4Ranges('{empty,[3,3)}'), formatInt4Ranges([])]).toEqual([[], [], '{}']);
  });
});

describe('name ranges', () => {
  test.each([
    ['Gi1/0/[1-3]', ['Gi1/0/1', 'Gi1/0/2', 'Gi1/0/3']],
    ['[ge,xe]-0/[0-1]', ['ge-0/0', 'ge-0/1', 'xe-0/0', 'xe-0/1']],
    ['p[1-2,7]', ['p1', 'p2', 'p7']],
    ['p[09-11]', ['p09', 'p10', 'p11']],
    ['Feed [A-C]', ['Feed A', 'Feed B', 'Feed C']],
    ['x[a-c,q]y', ['xay', 'xby', 'xcy', 'xqy']],
    ['plain', ['plain']],
    ['slot [x]', ['slot [x]']],
    ['', ['']],
    ['a[5-5]', ['a5']],
    ['a[3-1]', ['a3', 'a2', 'a1']],
    ['a[C-A]', ['aC', 'aB', 'aA']],
    ['a[1-6:2]', ['a1', 'a3', 'a5']],
    ['a[6-1:2,9]', ['a6', 'a4', 'a2', 'a9']],
    ['a[a-e:3]', ['aa', 'ad']],
    ['P-[008-11]', ['P-008', 'P-009', 'P-010', 'P-011']],
    ['[0-1]', ['0', '1']],
  ])('%s', (pattern, names) => {
    expect(expandNameRange(pattern)).toEqual(names);
  });

  test('a name without range is told from one with', () => {
    expect([isNameRange('a[1-2]'), isNameRange('a[1]'), isNameRange('a')]).toEqual([true, false, false]);
  });

  test('names sort as people count', () => {
    const names = ['Gi1/0/1', 'Gi1/0/2', 'Gi1/0/10', 'gi1/0/3', 'Ärmel', 'arm', 'Zoo'];
    expect([...names].sort(naturalCompare)).toEqual([
      'arm',
      'Ärmel',
      'Gi1/0/1',
      'Gi1/0/2',
      'gi1/0/3',
      'Gi1/0/10',
      'Zoo',
    ]);
    expect(naturalCompare('Gi1/0/2', 'Gi1/0/10')).toBeLessThan(0);
    expect([naturalCompare('a', 'A'), naturalCompare('a01', 'a1'), naturalCompare('a', 'a')]).toEqual([-1, -1, 0]);
  });
});
