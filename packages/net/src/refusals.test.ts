import {
  expandNameRange,
  IpCidr,
  IpHost,
  IpRange,
  Mac,
  NetSyntaxError,
  parseAsn,
  parseIdRanges,
  parseInt4Ranges,
} from './index.ts';

const HOST = 'an address such as 10.0.0.1/24 or 2001:db8::1/64';
const CIDR = 'a prefix such as 10.0.0.0/24 or 2001:db8::/32';
const GROUPS = 'eight groups, or fewer and "::"';
const QUAD = 'four numbers from 0 to 255 with dots between';
const LENGTH4 = 'a length from 0 to 32 after the slash';
const MAC = 'a MAC address such as 08:00:2b:01:02:03';
const ASN = 'a number from 1 to 4294967295 such as 65536, or asdot such as 1.0';

const messageOf = (parse: (text: string) => unknown, text: string): string => {
  try {
    return `accepted as ${String(parse(text))}`;
  } catch (error) {
    expect(error).toBeInstanceOf(NetSyntaxError);
    expect((error as NetSyntaxError).input).toBe(text);
    return (error as NetSyntaxError).message;
  }
};

describe('an address is refused with the reason and what to write', () => {
  test.each([
    ['10.0.0', 'it has 3 of 4 parts', QUAD],
    ['10.0.0.1.2', 'it has 5 of 4 parts', QUAD],
    ['10', 'it has 1 of 4 parts', QUAD],
    ['10.0.0.256', 'the fourth part 256 is more than 255', HOST],
    ['10.0.9999.1', 'the third part 9999 is more than 255', HOST],
    [
      '10.0.0.01',
      'the fourth part "01" starts with 0, which some programs read as octal',
      'the numbers without leading zeros',
    ],
    [
      '010.0.0.1',
      'the first part "010" starts with 0, which some programs read as octal',
      'the numbers without leading zeros',
    ],
    ['10..0.1', 'the second part is empty', HOST],
    ['10.0.0.', 'the fourth part is empty', HOST],
    ['.10.0.0', 'the first part is empty', HOST],
    ['10.0.0.-1', '"-" can not be part of an IPv4 address', HOST],
    ['0x0a.0.0.1', '"x" can not be part of an IPv4 address', HOST],
    ['１.2.3.4', '"１" can not be part of an IPv4 address', HOST],
    ['router1', '"r" can not be part of an IPv4 address', HOST],
    [' 10.0.0.1', 'it contains a space', 'it without spaces'],
    ['10.0.0.1 /24', 'it contains a space', 'it without spaces'],
    ['10.0.0.1\n', 'it contains a space', 'it without spaces'],
    ['10.0.0.1/', 'the length after the slash is missing', HOST],
    ['10.0.0.1/33', 'the length 33 is more than 32', LENGTH4],
    ['10.0.0.1/-1', '"-1" is not a length', LENGTH4],
    ['10.0.0.1/024', '"024" is not a length', LENGTH4],
    ['10.0.0.1/2４', '"2４" is not a length', LENGTH4],
    ['10.0.0.1/1e1', '"1e1" is not a length', LENGTH4],
    ['10.0.0.1/255.255.255.0', 'the mask is written as an address', 'the mask as a length, /24'],
    ['10.0.0.1/0.0.0.0', 'the mask is written as an address', 'the mask as a length, /0'],
    ['10.0.0.1/255.0.255.0', '"255.0.255.0" is not a length', LENGTH4],
    ['10.0.0.1/24/8', 'there is more than one slash', HOST],
    ['10.0.0.1:80', 'a port is no part of an address', 'the address without the port'],
    ['fe80::1%eth0', 'zone ids such as %eth0 name an interface of one host', 'the address without the zone id'],
    ['[::1]', 'brackets belong to URLs', 'the address without brackets and port'],
    ['[::1]:443', 'brackets belong to URLs', 'the address without brackets and port'],
    ['::1/129', 'the length 129 is more than 128', 'a length from 0 to 128 after the slash'],
    ['1::2::3', '"::" occurs more than once', '"::" once, for the longest run of zeros'],
    [':::', 'there are three colons in a row', HOST],
    [':', 'it starts or ends with a single colon', HOST],
    ['::1:', 'it starts or ends with a single colon', HOST],
    [':1:2:3:4:5:6:7', 'it starts or ends with a single colon', HOST],
    ['1:2:3:4:5:6:7', 'it has 7 of 8 groups', GROUPS],
    ['1:2:3:4:5:6:7:8:9', 'it has 9 of 8 groups', GROUPS],
    ['1:2:3:4:5:6:7::8', '"::" stands for no group beside 8 others', GROUPS],
    ['12345::', 'the group "12345" has more than 4 digits', HOST],
    ['g::', '"g" can not be part of an IPv6 address', HOST],
    ['::1.2.3', 'in its IPv4 part, it has 3 of 4 parts', QUAD],
    ['::1.2.3.256', 'in its IPv4 part, the fourth part 256 is more than 255', HOST],
    ['1.2.3.4::', 'the IPv4 part is not at the end', HOST],
    ['::1.2.3.4:5', 'the IPv4 part is not at the end', HOST],
    ['1:2:3:4:5:6:7:1.2.3.4', 'it has 9 of 8 groups', GROUPS],
  ])('%j', (text, reason, expected) => {
    expect(messageOf(IpHost.parse, text)).toBe(
      `${JSON.stringify(text)} is not an IP address: ${reason}; write ${expected}.`,
    );
  });

  test.each(['', '  ', '\t'])('an empty text %j', (text) => {
    expect(messageOf(IpHost.parse, text)).toBe(`An empty text is not an IP address; write ${HOST}.`);
  });

  test('a long text is cut in the message and kept in the error', () => {
    expect(messageOf(IpHost.parse, '9'.repeat(500))).toBe(
      `"${'9'.repeat(57)}..." is not an IP address: it has 1 of 4 parts; write ${QUAD}.`,
    );
  });
});

describe('a prefix is refused with the network that was meant', () => {
  test.each([
    ['10.0.0.1/24', '10.0.0.1 is a host inside 10.0.0.0/24', 'the network, 10.0.0.0/24'],
    ['0.0.0.1/0', '0.0.0.1 is a host inside 0.0.0.0/0', 'the network, 0.0.0.0/0'],
    ['10.0.0.1/31', '10.0.0.1 is a host inside 10.0.0.0/31', 'the network, 10.0.0.0/31'],
    ['2001:DB8::1/64', '2001:db8::1 is a host inside 2001:db8::/64', 'the network, 2001:db8::/64'],
    ['::1/127', '::1 is a host inside ::/127', 'the network, ::/127'],
    ['10.0.0.0', 'the length is missing', 'the length too, 10.0.0.0/32 for this one address'],
    ['::1', 'the length is missing', 'the length too, ::1/128 for this one address'],
    ['10.0.0.0/', 'the length after the slash is missing', CIDR],
    ['10/8', 'it has 1 of 4 parts', QUAD],
    ['10.0.0.0/33', 'the length 33 is more than 32', LENGTH4],
  ])('%j', (text, reason, expected) => {
    expect(messageOf(IpCidr.parse, text)).toBe(
      `${JSON.stringify(text)} is not a prefix: ${reason}; write ${expected}.`,
    );
  });
});

describe('a range is refused with the reason', () => {
  test.each([
    ['10.0.0.1', 'it is not two addresses with a dash between', 'a range such as 10.0.0.10-10.0.0.20'],
    ['10.0.0.2-10.0.0.1', 'the first address comes after the last', 'the ends the other way round, 10.0.0.1-10.0.0.2'],
    ['10.0.0.1-::1', 'one end is IPv4 and the other IPv6', 'two addresses of one family'],
    ['10.0.0.1-5', '"5" is no address, it has 1 of 4 parts', QUAD],
    [
      '10.0.0.1/24-10.0.0.5',
      '"10.0.0.1/24" is no address, there is more than one slash',
      'a range such as 10.0.0.10-10.0.0.20',
    ],
  ])('%j', (text, reason, expected) => {
    expect(messageOf(IpRange.parse, text)).toBe(
      `${JSON.stringify(text)} is not an address range: ${reason}; write ${expected}.`,
    );
  });
});

describe('a MAC address is refused with the reason', () => {
  test.each([
    ['00:11:22:33:44', 'the groups are uneven', MAC],
    ['00:11:22:33:44:5g', '"g" is no hexadecimal digit', MAC],
    ['00-11:22-33:44-55', 'it mixes separators', MAC],
    ['0011.2233.4455.66', 'the groups are uneven', MAC],
    ['001.122.334.455', 'the groups are uneven', MAC],
    ['001122.334455', 'the groups are uneven', MAC],
    ['0011.2233', 'the groups are uneven', MAC],
    ['0011.2233.4455.6677.8899', 'it has 20 digits', '12 digits (EUI-48) or 16 (EUI-64)'],
    ['001122334455667', 'it has 15 digits', '12 digits (EUI-48) or 16 (EUI-64)'],
    ['00::11:22:33:44', 'a group is empty', MAC],
    ['000:11:22:33:44:55', 'the octet "000" has more than 2 digits', MAC],
    [' 00:11:22:33:44:55', '" " is no hexadecimal digit', MAC],
  ])('%j', (text, reason, expected) => {
    expect(messageOf(Mac.parse, text)).toBe(
      `${JSON.stringify(text)} is not a MAC address: ${reason}; write ${expected}.`,
    );
  });
});

describe('an AS number is refused with the reason', () => {
  test.each([
    ['0', '0 is reserved'],
    ['0.0', '0 is reserved'],
    ['4294967296', 'it is more than 4294967295'],
    ['99999999999999999999', 'it is more than 4294967295'],
    ['1.65536', 'each half of asdot is at most 65535'],
    ['65536.0', 'each half of asdot is at most 65535'],
    ['-1', 'only digits, one dot and "AS" in front may occur'],
    ['1.2.3', 'only digits, one dot and "AS" in front may occur'],
    ['1.', 'only digits, one dot and "AS" in front may occur'],
    ['AS', 'only digits, one dot and "AS" in front may occur'],
    ['1e3', 'only digits, one dot and "AS" in front may occur'],
  ])('%j', (text, reason) => {
    expect(messageOf(parseAsn, text)).toBe(`${JSON.stringify(text)} is not an AS number: ${reason}; write ${ASN}.`);
  });
});

describe('id ranges are refused with the reason', () => {
  const parse = (text: string) => parseIdRanges(text, { min: 1, max: 4094 });
  test.each([
    ['1-', '"1-" is no number and no range', 'ranges such as 1-100,200'],
    ['1.5', '"1.5" is no number and no range', 'ranges such as 1-100,200'],
    ['5-1', '5 comes after 1', '1-5'],
    ['1,,2', 'a range is empty', 'ranges such as 1-100,200'],
    ['1-10,5', '1-10 and 5 overlap', 'each number once'],
    ['1-100,200-300,2-3', '1-100 and 2-3 overlap', 'each number once'],
    ['0', '0 is not allowed', 'numbers from 1 to 4094'],
    ['4000-4095', '4095 is not allowed', 'numbers from 1 to 4094'],
  ])('%j', (text, reason, expected) => {
    expect(messageOf(parse, text)).toBe(
      `${JSON.stringify(text)} is not a list of id ranges: ${reason}; write ${expected}.`,
    );
  });

  test('a multirange text without braces', () => {
    expect(messageOf(parseInt4Ranges, '[1,5)')).toContain(
      'the braces are missing; write half-open ranges such as {[1,101),[200,201)}.',
    );
  });
});

describe('a name range is refused with the reason', () => {
  const NAMES = 'a range such as GigabitEthernet1/0/[1-24]';
  test.each([
    ['a[1-]', '"[1-]" has an empty or odd part', NAMES],
    ['a[,1]', '"[,1]" has an empty or odd part', NAMES],
    ['a[1 - 3]', '"[1 - 3]" has an empty or odd part', NAMES],
    ['a[1-024]', '"1-024" pads its two numbers differently', 'both with 3 digits'],
    ['a[1-5:0]', '"1-5:0" steps by 0', NAMES],
    ['a[1,5:2]', '"5:2" has a step and no range', NAMES],
    ['a[1-5:]', '"[1-5:]" has an empty or odd part', NAMES],
    ['a[1-24', '"[1-24" is not closed', NAMES],
    ['a[a-5]', '"a-5" is neither two numbers nor two letters', NAMES],
    ['a[a-Z]', '"a-Z" mixes capitals and small letters', NAMES],
    ['a[1-2-3]', '"1-2-3" has more than one dash', NAMES],
    ['a[1-999999]', '"1-999999" is too long', 'ranges of at most 100000 numbers'],
    ['[1-999][1-999]', 'it stands for 998001 names', 'ranges for at most 10000 names'],
  ])('%j', (text, reason, expected) => {
    expect(messageOf(expandNameRange, text)).toBe(
      `${JSON.stringify(text)} is not a name range: ${reason}; write ${expected}.`,
    );
  });
});
