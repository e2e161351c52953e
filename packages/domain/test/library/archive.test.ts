import { InvalidInput } from '@plumbline/kit';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { archiveFiles, assertReadable } from '../../src/exchange/library/archive.ts';
import { tarOf } from './shelf.ts';

const TYPE = (model: string): string => `manufacturer: Example\nmodel: ${model}\nslug: ${model}\nu_height: 1\n`;
const LARGE = 20_000_001;

const messageOf = async (content: Buffer): Promise<string> => {
  const refusal: unknown = await assertReadable(Readable.from([content]), 'library.tar.gz', () => true).catch(
    (error: unknown) => error,
  );
  return refusal instanceof InvalidInput ? refusal.message : `no refusal: ${String(refusal)}`;
};

/** Noise, so that packing does not shrink it below what is cut off. */
const noise = (size: number): string =>
  Array.from({ length: size }, (_, at) => String.fromCodePoint(97 + ((at * at * 31 + at * 7) % 26))).join('');

test('an archive that ends too soon is refused as one that was cut short', async () => {
  const tar = await tarOf({ 'device-types/a.yaml': TYPE('a'), 'device-types/b.yaml': noise(50_000) });
  expect(await messageOf(tar.subarray(0, 20_000))).toMatch(/^library\.tar\.gz ends too soon.*upload it again\.$/);
  const packed = gzipSync(tar);
  expect(await messageOf(packed.subarray(0, packed.length >> 1))).toMatch(/^library\.tar\.gz ends too soon/);
});

test('an archive with wrong bytes is refused as damaged, with what would work', async () => {
  const tar = await tarOf({ 'device-types/a.yaml': TYPE('a'), 'device-types/b.yaml': TYPE('b') });
  const torn = Buffer.concat([tar.subarray(0, 1024), Buffer.alloc(512, 0x2a), tar.subarray(1536)]);
  expect(await messageOf(torn)).toMatch(/^library\.tar\.gz is damaged \(.+\); give a YAML file, or a tar/);
  const packed = gzipSync(tar);
  expect(await messageOf(Buffer.concat([packed.subarray(0, 10), Buffer.alloc(200, 0xff)]))).toMatch(/is damaged/);
});

test('a file above 20 MB is refused by its name, packed or not', async () => {
  const message = 'device-types/big.yaml is larger than 20 MB; make it smaller or leave it out of the archive.';
  const tar = await tarOf({ 'device-types/big.yaml': Buffer.alloc(LARGE, 0x20) });
  expect(await messageOf(tar)).toBe(message);
  expect(await messageOf(gzipSync(tar))).toBe(message);
  expect(await messageOf(Buffer.alloc(LARGE, 0x20))).toMatch(/^library\.tar\.gz is larger than 20 MB/);
});

test('what the file store itself fails with is passed on', async () => {
  const source = Readable.from(
    (function* () {
      yield Buffer.from('manufacturer: Example\n'.repeat(100));
      throw new Error('disk gone');
    })(),
  );
  const files = archiveFiles(source, 'type.yaml', () => true);
  await expect(files.next()).rejects.toThrow('disk gone');
});
