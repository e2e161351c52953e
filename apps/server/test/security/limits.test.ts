import type { Actor } from '@plumbline/engine';
import { Unauthenticated } from '@plumbline/kit';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { ConfigError, configWarnings, readConfig } from '../../src/config.ts';
import { readBody } from '../../src/http/body.ts';
import { Entrance } from '../../src/http/entrance.ts';
import { StrangerLimiter } from '../../src/http/rate-limit.ts';
import type { Request } from '../../src/http/request.ts';

const requestOf = (address: string, token?: string): Request =>
  ({
    address,
    header: (name: string) => (name === 'authorization' && token !== undefined ? `Bearer ${token}` : undefined),
  }) as unknown as Request;

const known = async () => ({ name: 'ann' }) as Actor;
const unknown = async (): Promise<Actor> => {
  throw new Unauthenticated();
};

const entranceOf = (loginsPerMinute: number) =>
  new Entrance({ requestsPerMinute: 0, costPerMinute: 0, loginsPerMinute });

const LATE = { status: 429, code: 'RATE_LIMITED' };

describe('attempts to get in', () => {
  test('of one address are counted, and those of others go on', () => {
    let now = 0;
    const limiter = new StrangerLimiter(3, () => now);
    for (let i = 0; i < 3; i++) limiter.count('198.51.100.1');
    expect(() => limiter.admit('198.51.100.1')).toThrow('Go on in 20 s');
    expect(() => limiter.admit('198.51.100.2')).not.toThrow();
    now += 20_001;
    expect(() => limiter.admit('198.51.100.1')).not.toThrow();
  });

  test('of one IPv6 network count together, however many addresses it has', () => {
    const limiter = new StrangerLimiter(2, () => 0);
    limiter.count('2001:db8:1:2::1');
    limiter.count('2001:db8:1:2:ffff::9');
    expect(() => limiter.admit('2001:db8:1:2:5::5')).toThrow('Too many attempts');
    expect(() => limiter.admit('2001:db8:1:3::1')).not.toThrow();
  });

  test('with wrong tokens end, while a token that has worked goes on from the same address', async () => {
    const entrance = entranceOf(3);
    await entrance.admit(requestOf('198.51.100.1', 'right'), known);
    for (let i = 0; i < 3; i++)
      await expect(entrance.admit(requestOf('198.51.100.1', `guess-${i}`), unknown)).rejects.toThrow(Unauthenticated);
    await expect(entrance.admit(requestOf('198.51.100.1', 'guess-4'), known)).rejects.toMatchObject(LATE);
    expect(() => entrance.countSignIn(requestOf('198.51.100.1'))).toThrow('Too many attempts');
    await expect(entrance.admit(requestOf('198.51.100.1', 'right'), known)).resolves.toBeDefined();
  });

  test('are no attempts without a token, such as those of a page before sign-in', async () => {
    const entrance = entranceOf(2);
    for (let i = 0; i < 9; i++)
      await expect(entrance.admit(requestOf('198.51.100.1'), unknown)).rejects.toThrow(Unauthenticated);
    expect(() => entrance.countSignIn(requestOf('198.51.100.1'))).not.toThrow();
  });
});

test('a body that never ends its journey is given up', async () => {
  const slow = Object.assign(new Readable({ read: () => undefined }), { headers: {} });
  await expect(readBody(slow as unknown as IncomingMessage, 20)).rejects.toMatchObject({
    status: 408,
    code: 'TOO_SLOW',
  });
});

describe('the configuration of what lies outside', () => {
  const problemOf = (environment: Record<string, string>): string => {
    try {
      readConfig(environment);
      return 'taken';
    } catch (error) {
      return error instanceof ConfigError ? error.message : `no sentence: ${String(error)}`;
    }
  };

  test.each(['PLUMBLINE_', 'PLUMBLINE_MASTER', 'P', 'DATABASE_', 'DATABASE_URL', 'A B'])(
    'the prefix %j opens nothing of the product',
    (prefix) => {
      expect(problemOf({ PLUMBLINE_SECRETS_PREFIX: prefix })).toMatch(
        /^PLUMBLINE_SECRETS_PREFIX must be the start of a name/,
      );
      expect(readConfig({}).secretsPrefix).toBe('');
    },
  );

  test('a prefix of its own is taken, and its variables are no unknown settings', () => {
    const environment = { PLUMBLINE_SECRETS_PREFIX: 'PLUMBLINE_NET_', PLUMBLINE_NET_SNMP: 'x', PLUMBLINE_NOT: 'y' };
    expect(readConfig(environment).secretsPrefix).toBe('PLUMBLINE_NET_');
    expect(configWarnings(environment)).toEqual([expect.stringMatching(/^PLUMBLINE_NOT is not a setting/)]);
  });

  test.each([
    ['PLUMBLINE_SECRETS_FOLDER', 'run/secrets', 'the full path'],
    ['PLUMBLINE_OUTGOING_ALLOW', '10.0.0.0/99', 'a list of addresses'],
    ['PLUMBLINE_OUTGOING_ALLOW', 'https://hooks.example/', 'a list of addresses'],
    ['PLUMBLINE_OUTGOING_PORTS', '80,http', 'a list of TCP ports'],
    ['PLUMBLINE_OUTGOING_PORTS', '0', 'a list of TCP ports'],
    ['PLUMBLINE_LOGINS_PER_MINUTE', '-1', 'a whole number'],
  ])('%s=%s is refused', (name, value, words) => {
    expect(problemOf({ [name]: value })).toContain(words);
    expect(problemOf({ [name]: value })).toContain(name);
  });

  test('networks, hosts and hosts with ports are taken', () => {
    const { outgoingAllow, outgoingPorts } = readConfig({
      PLUMBLINE_OUTGOING_ALLOW: '10.0.0.0/8, hooks.lan, idp.lan:9000, fd00::/8',
      PLUMBLINE_OUTGOING_PORTS: '443,9443',
    });
    expect([outgoingAllow.length, outgoingPorts]).toEqual([4, [443, 9_443]]);
  });
});
