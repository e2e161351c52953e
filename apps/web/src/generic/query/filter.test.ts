import { sampleCatalogue, sampleEntity } from '../../catalogue/sample.fixture.ts';
import { allOf, scalarOperand, tokenFilter, tokensFilter } from './filter.ts';
import { parseTokens } from './tokens.ts';
import { wordsAsk } from './words.ts';

const catalogue = sampleCatalogue();
const device = sampleEntity(catalogue, 'dcim.Device');
const address = sampleEntity(catalogue, 'ipam.IpAddress');

function filterOf(text: string, entity = device) {
  const [token] = parseTokens(text);
  return token && tokenFilter(catalogue, entity, token);
}

describe('a token as a filter', () => {
  test.each([
    ['status:in:active,planned', { status: { in: ['active', 'planned'] } }],
    ['position:gte:10.5', { position: { gte: '10.5' } }],
    ['position:between:1,20', { position: { gte: '1', lte: '20' } }],
    ['name:isNull:true', { name: { isNull: true } }],
    ['name:isNull:false', { name: { isNull: false } }],
    ['number:in:1,2', { number: { in: [1, 2] } }],
  ])('%s asks the field itself', (text, expected) => {
    expect(filterOf(text)).toEqual(expected);
  });

  test('a site is found by slug, by number or by either', () => {
    expect(filterOf('site:in:ams1,fra2')).toEqual({ site: { slug: { in: ['ams1', 'fra2'] } } });
    expect(filterOf('site:in:#7')).toEqual({ site: { number: { in: [7] } } });
    expect(filterOf('site:in:ams1,#7')).toEqual({
      site: { or: [{ number: { in: [7] } }, { slug: { in: ['ams1'] } }] },
    });
  });

  test('none of these sites also means no site at all', () => {
    expect(filterOf('site:notIn:ams1')).toEqual({ not: { site: { slug: { in: ['ams1'] } } } });
  });

  test('a region is reached through the site, with everything below it', () => {
    expect(filterOf('site.region:under:emea')).toEqual({ site: { region: { inTreeOf: { slug: 'emea' } } } });
    expect(filterOf('site.region:under:#3')).toEqual({ site: { region: { inTreeOf: { number: 3 } } } });
  });

  test('tags and parts are asked as sets', () => {
    expect(filterOf('tags:in:lab')).toEqual({ tags: { some: { slug: { in: ['lab'] } } } });
    expect(filterOf('tags:notIn:lab')).toEqual({ tags: { none: { slug: { in: ['lab'] } } } });
    expect(filterOf('interfaces:countGte:48')).toEqual({ interfaces: { count: { gte: 48 } } });
    expect(filterOf('interfaces:isNull:true')).toEqual({ interfaces: { count: { eq: 0 } } });
  });

  test('an address is asked what it is assigned to', () => {
    expect(filterOf('assignedObject:is:interface', address)).toEqual({
      assignedObject: { interface: { isNull: false } },
    });
    expect(filterOf('assignedObject:isNull:true', address)).toEqual({ assignedObject: { isNull: true } });
  });

  test('a custom field is asked by its name', () => {
    expect(filterOf('cf.cust_id:eq:D7')).toEqual({ customField: [{ name: 'cust_id', eq: 'D7' }] });
  });

  test('a token that names nothing or has no value filters nothing', () => {
    expect(filterOf('nothing:eq:x')).toBeUndefined();
    expect(filterOf('site.nothing:eq:x')).toBeUndefined();
    expect(filterOf('name.first:eq:x')).toBeUndefined();
    expect(filterOf('status:in:')).toBeUndefined();
  });
});

describe('filters together', () => {
  test('no condition is no filter, since an empty one is refused', () => {
    expect(tokensFilter(catalogue, device, [])).toBeUndefined();
    expect(allOf([undefined, undefined])).toBeUndefined();
  });

  test('one condition stands alone, several are all needed', () => {
    const one = tokensFilter(catalogue, device, parseTokens('status:in:active'));
    expect(one).toEqual({ status: { in: ['active'] } });
    expect(allOf([{ device: { id: { eq: 'x' } } }, one])).toEqual({
      and: [{ device: { id: { eq: 'x' } } }, { status: { in: ['active'] } }],
    });
  });

  test('booleans and whole numbers travel as themselves', () => {
    expect(scalarOperand('bool', 'eq', ['false'])).toEqual({ eq: false });
    expect(scalarOperand('int', 'lt', ['1500'])).toEqual({ lt: 1500 });
    expect(scalarOperand('bigint', 'lt', ['1500'])).toEqual({ lt: '1500' });
    expect(scalarOperand('ipHost', 'family', ['6'])).toEqual({ family: 6 });
  });
});

describe('typed words', () => {
  test('a hash and digits ask for the number', () => {
    expect(wordsAsk('#27')).toEqual({ filter: { number: { eq: 27 } } });
  });

  test('signs of the query language are looked for as they are', () => {
    expect(wordsAsk('  leaf-01 | (x) ')).toEqual({ query: '"leaf-01" "|" "(x)"' });
    expect(wordsAsk('say "hi"')).toEqual({ query: '"say" "hi"' });
  });

  test('nothing typed asks nothing', () => {
    expect(wordsAsk('   ')).toEqual({});
  });
});
