import { randomBytes } from 'node:crypto';
import { flowCookies, type Flow } from './flow-cookie.ts';

const KEY = randomBytes(32).toString('base64');
const flow: Flow = { provider: 'corp', state: 's', nonce: 'n', verifier: 'v', next: '/', expires: 1_000 };

test('a flow is read as it was written, until its time is over', () => {
  let now = 0;
  const cookies = flowCookies(KEY, () => now);
  const text = cookies.write(flow);
  expect(text).toMatch(/^[\w-]+\.[\w-]+$/);
  expect(cookies.read(text)).toEqual(flow);
  now = 1_000;
  expect(cookies.read(text)).toBeNull();
});

test('nothing else is a flow: altered, signed under another key, or no text of ours at all', () => {
  const cookies = flowCookies(KEY, () => 0);
  const text = cookies.write(flow);
  const [body = '', signature = ''] = text.split('.');
  const other = Buffer.from(JSON.stringify({ ...flow, next: '//evil.example' })).toString('base64url');
  const odd = [
    '',
    '.',
    body,
    `${other}.${signature}`,
    `${body}.`,
    `${body}.${signature.slice(1)}`,
    '%00',
    'a.b.c',
    '💥',
  ];
  for (const forged of [...odd, flowCookies(randomBytes(32).toString('base64')).write(flow)])
    expect(cookies.read(forged)).toBeNull();
});
