import { ConfigError, configWarnings, readConfig } from '../src/config.ts';
import type { IncomingMessage } from 'node:http';
import { proxyCheck, readRequest } from '../src/http/request.ts';
import { pageFor } from '../src/http/static.ts';

test('without settings the server listens on this host alone', () => {
  expect(readConfig({})).toMatchObject({ host: '127.0.0.1', port: 8080, basePath: '/', databaseUrl: null });
});

test('a base path gets a slash at both ends', () => {
  expect(readConfig({ PLUMBLINE_BASE_PATH: 'net/plan' }).basePath).toBe('/net/plan/');
});

test('all wrong values are named at once', () => {
  const wrong = { PLUMBLINE_PORT: '80a', DATABASE_URL: 'mysql://x', PLUMBLINE_LOG_LEVEL: 'loud' };
  expect(() => readConfig(wrong)).toThrow(ConfigError);
  expect(() => readConfig(wrong)).toThrow(/DATABASE_URL.*\n.*PLUMBLINE_PORT.*\n.*PLUMBLINE_LOG_LEVEL|PLUMBLINE_PORT/s);
});

test('a misspelt setting is told the name it was meant to be', () => {
  expect(configWarnings({ PLUMBLINE_PROT: '1', PATH: '' })).toEqual([
    'PLUMBLINE_PROT is not a setting and is ignored. Did you mean PLUMBLINE_PORT?',
  ]);
});

test('the page learns base path and API place, quoted', () => {
  const html = '<base href="/" /><meta name="plumbline-base" content="/" /><meta name="plumbline-api" content="" />';
  expect(pageFor(html, { basePath: '/net/', apiUrl: 'https://api.example/"x' })).toBe(
    '<base href="/net/" /><meta name="plumbline-base" content="/net/" /><meta name="plumbline-api" content="https://api.example/&quot;x" />',
  );
});

test('only listed proxies are believed', () => {
  const isTrusted = proxyCheck(['10.0.0.0/8', '2001:db8::1']);
  expect(['10.1.2.3', '11.0.0.1', '2001:db8::1', '2001:db8::2', 'nonsense'].map(isTrusted)).toEqual([
    true,
    false,
    true,
    false,
    false,
  ]);
  expect(() => proxyCheck(['proxy.example'])).toThrow(/no address/);
});

test('forwarded headers count from a trusted proxy alone, and the last address nobody vouches for is the caller', () => {
  const headers = { 'x-forwarded-for': '198.51.100.1, 203.0.113.9, 10.0.0.7', 'x-forwarded-proto': 'https' };
  const message = { url: '/net/graphql', method: 'POST', headers, socket: { remoteAddress: '::ffff:10.0.0.8' } };
  const seen = (...proxies: string[]) =>
    readRequest(message as unknown as IncomingMessage, new AbortController().signal, {
      basePath: '/net/',
      isTrusted: proxyCheck(proxies),
    });
  expect(seen('10.0.0.0/8')).toMatchObject({ address: '203.0.113.9', isSecure: true, path: 'graphql' });
  expect(seen('192.0.2.1')).toMatchObject({ address: '10.0.0.8', isSecure: false });
  expect(seen()).toMatchObject({ address: '10.0.0.8', isSecure: false });
});
