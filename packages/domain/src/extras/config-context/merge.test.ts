import type { ContextLayer, MergedContext } from './merge.ts';
import { mergeContexts as mergeOrdered } from './merge.ts';
import { orderedText, parseOrdered, type OrderedObject } from './ordered-json.ts';

type Json = null | boolean | number | string | readonly Json[] | JsonObject;
interface JsonObject {
  readonly [key: string]: Json;
}

const ordered = (data: JsonObject): OrderedObject => parseOrdered(JSON.stringify(data)) as OrderedObject;

/** Merges, and gives the data as plain JSON. */
const mergeContexts = (
  layers: readonly ContextLayer[],
  local: JsonObject | null = null,
): { data: JsonObject; values: MergedContext['values'] } => {
  const { data, values } = mergeOrdered(layers, local === null ? null : ordered(local));
  return { data: JSON.parse(orderedText(data)) as JsonObject, values };
};

const layer = (name: string, weight: number, data: JsonObject): ContextLayer => ({
  id: `id-${name}`,
  name,
  weight,
  data: ordered(data),
});
const merged = (...data: JsonObject[]) =>
  mergeContexts(data.map((each, index) => layer(`c${index}`, index, each))).data;

test('nothing merges to an empty object', () => {
  expect(mergeContexts([])).toEqual({ data: {}, values: [] });
});

test('objects merge key by key, the later one wins', () => {
  expect(merged({ ntp: { servers: ['a'], port: 123 } }, { ntp: { port: 124, key: 1 } })).toEqual({
    ntp: { servers: ['a'], port: 124, key: 1 },
  });
});

test.each<[string, JsonObject, JsonObject, Json]>([
  ['a list replaces a list', { k: [1, 2] }, { k: [3] }, [3]],
  ['a list replaces an object', { k: { a: 1 } }, { k: [3] }, [3]],
  ['an object replaces a list', { k: [1] }, { k: { a: 1 } }, { a: 1 }],
  ['an object replaces a scalar', { k: 1 }, { k: { a: 1 } }, { a: 1 }],
  ['a scalar replaces an object', { k: { a: 1 } }, { k: 2 }, 2],
  ['null replaces an object', { k: { a: 1 } }, { k: null }, null],
  ['an empty object replaces an object', { k: { a: 1 } }, { k: {} }, {}],
  ['an empty list replaces a list', { k: [1] }, { k: [] }, []],
  ['an object merges into an empty one', { k: {} }, { k: { a: 1 } }, { a: 1 }],
])('%s', (_, first, second, expected) => {
  expect(merged(first, second)).toEqual({ k: expected });
});

test('order is weight, then name by code points, whatever the order given', () => {
  const contexts = [
    layer('b', 1000, { k: 'b' }),
    layer('a10', 1000, { k: 'a10' }),
    layer('a2', 1000, { k: 'a2' }),
    layer('z', 1, { k: 'z' }),
  ];
  const { data, values } = mergeContexts(contexts);
  expect(data).toEqual({ k: 'b' });
  expect(values).toEqual([{ path: ['k'], source: 'id-b', overridden: ['id-z', 'id-a10', 'id-a2'] }]);
  expect(mergeContexts([...contexts].reverse())).toEqual({ data, values });
});

test('local data win over the heaviest context', () => {
  const { data, values } = mergeContexts([layer('heavy', 32_767, { k: { a: 1, b: 1 } })], { k: { a: 2 } });
  expect(data).toEqual({ k: { a: 2, b: 1 } });
  expect(values).toEqual([
    { path: ['k', 'a'], source: null, overridden: ['id-heavy'] },
    { path: ['k', 'b'], source: 'id-heavy', overridden: [] },
  ]);
});

test('each value names the context that won and those that lost', () => {
  const { values } = mergeContexts([
    layer('one', 1, { snmp: { community: 'x', hosts: ['h'] }, mtu: 1500 }),
    layer('two', 2, { snmp: { community: 'y' }, mtu: { v4: 1500 } }),
    layer('three', 3, { mtu: { v6: 1280 }, snmp: {} }),
    layer('four', 4, { snmp: { version: 3 } }),
  ]);
  expect(values).toEqual([
    { path: ['snmp', 'version'], source: 'id-four', overridden: ['id-one', 'id-two', 'id-three'] },
    { path: ['mtu', 'v4'], source: 'id-two', overridden: ['id-one'] },
    { path: ['mtu', 'v6'], source: 'id-three', overridden: ['id-one'] },
  ]);
});

test('inputs stay as they are', () => {
  const first = layer('1', 1, { k: { a: { b: 1 } } });
  const { data } = mergeContexts([first, layer('2', 2, { k: { a: { c: 2 } } })]);
  expect(orderedText(first.data)).toBe('{"k":{"a":{"b":1}}}');
  expect(data).toEqual({ k: { a: { b: 1, c: 2 } } });
});

test('a key named __proto__ is a key like others', () => {
  const data = merged(
    JSON.parse('{"__proto__":{"polluted":1}}') as JsonObject,
    JSON.parse('{"__proto__":{"more":2}}') as JsonObject,
  );
  expect(JSON.stringify(data)).toBe('{"__proto__":{"polluted":1,"more":2}}');
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

test('ten thousand keys from a hundred contexts merge quickly', () => {
  const contexts = Array.from({ length: 100 }, (_, c) =>
    layer(`c${c}`, c, { all: Object.fromEntries(Array.from({ length: 100 }, (__, k) => [`k${c}-${k}`, k])) }),
  );
  expect(Object.keys(mergeContexts(contexts).data['all'] as JsonObject)).toHaveLength(10_000);
});

test('merging agrees with a plain recursive merge on random data', () => {
  let seed = 5;
  const next = (below: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const value = (depth: number): Json =>
    depth > 0 && next(3) > 0 ? object(depth - 1) : ([null, 1, 'x', [1, 2], true][next(5)] as Json);
  const object = (depth: number): JsonObject =>
    Object.fromEntries(Array.from({ length: next(4) }, () => ['abc'[next(3)], value(depth)]));
  const isObject = (x: Json | undefined): x is JsonObject => typeof x === 'object' && x !== null && !Array.isArray(x);
  const naive = (a: JsonObject, b: JsonObject): JsonObject => {
    const out: Record<string, Json> = { ...a };
    for (const [key, x] of Object.entries(b)) {
      const old = out[key];
      out[key] = isObject(old) && isObject(x) && Object.keys(x).length > 0 ? naive(old, x) : x;
    }
    return out;
  };
  for (let round = 0; round < 500; round++) {
    const data = Array.from({ length: 5 }, () => object(3));
    const { data: ours, values } = mergeContexts(data.map((each, index) => layer(`c${index}`, index, each)));
    expect(ours).toEqual(data.reduce(naive, {}));
    for (const { path, source } of values) {
      const at = (from: Json | undefined) =>
        path.reduce<Json | undefined>((node, key) => (isObject(node) ? node[key] : undefined), from);
      expect(at(data[Number(String(source).slice(4))])).toEqual(at(ours));
    }
  }
});

test('keys keep the place where they first appeared, and numbers their digits', () => {
  const of = (name: string, weight: number, text: string): ContextLayer => ({
    id: name,
    name,
    weight,
    data: parseOrdered(text) as OrderedObject,
  });
  const { data } = mergeOrdered([
    of('one', 1, '{"vlan": {"b": 1, "10": 1.0, "9": 2}, "z": 12345678901234567890}'),
    of('two', 2, '{"a": "\\u00e9\\n", "vlan": {"9": [], "1": 1e3}}'),
  ]);
  expect(orderedText(data)).toBe('{"vlan":{"b":1,"10":1.0,"9":[],"1":1e3},"z":12345678901234567890,"a":"é\\n"}');
});

test('text that is no JSON is refused', () => {
  expect(() => parseOrdered('{"a": nope}')).toThrow(SyntaxError);
});
