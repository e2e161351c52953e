import { pbkdf2Sync } from 'node:crypto';
import { hashPassword, isForeignHash, passwordFits } from './secrets.ts';

const hashOf = (password: string, iterations = 1000): string =>
  `pbkdf2_sha256$${iterations}$saltsalt$${pbkdf2Sync(password, 'saltsalt', iterations, 32, 'sha256').toString('base64')}`;

// The first test vector of RFC 7914 section 11, cut to 32 bytes.
const KNOWN = 'pbkdf2_sha256$1$salt$VawEblbjCJ/sFpHCJUS2BflBhSFt3gRl5oudV8INrLw=';

test('passwords fit hashes of ours and of NetBox, and no other password does', async () => {
  for (const hash of [await hashPassword('correct horse'), hashOf('correct horse')]) {
    expect(await passwordFits(hash, 'correct horse')).toBe(true);
    expect(await passwordFits(hash, 'wrong horse')).toBe(false);
    expect(await passwordFits(hash, '')).toBe(false);
  }
  expect(await passwordFits(KNOWN, 'passwd')).toBe(true);
  expect(await passwordFits(null, 'correct horse')).toBe(false);
});

test('hashes of NetBox are told from ours, and odd ones are none', async () => {
  expect(isForeignHash(hashOf('x'))).toBe(true);
  const odd = ['!unusable', 'pbkdf2_sha256$0$salt$AAAA', hashOf('x').replace('$1000$', '$99999999$'), 'md5$a$b'];
  for (const hash of [await hashPassword('x'), ...odd]) expect(isForeignHash(hash)).toBe(false);
});
