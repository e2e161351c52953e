import { sampleCatalogue } from './sample.fixture.ts';
import { typesNear } from './types-near.ts';

const near = (pathname: string): string[] => typesNear(sampleCatalogue().entities, pathname).map(({ name }) => name);

test('an address that leads nowhere stands near the types that it may have meant', () => {
  expect(near('/devices')[0]).toBe('dcim.Device');
  expect(near('/dcim/device')[0]).toBe('dcim.Device');
  expect(near('/Addresses')).toEqual(['ipam.IpAddress']);
  expect(near('/ipam/ip')).toEqual([]);
  expect(near('/nothing-of-the-kind')).toEqual([]);
});
