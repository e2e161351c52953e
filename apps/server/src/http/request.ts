import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { HttpError } from '../errors.ts';

/** One request as the rest of the server sees it. */
export interface Request {
  readonly message: IncomingMessage;
  readonly id: string;
  readonly method: string;
  /** Path below the base path, without a leading slash: `graphql`, `files/ID`, empty for the root. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly search: string;
  /** Address of the caller, from forwarded headers only behind a trusted proxy. */
  readonly address: string;
  readonly isSecure: boolean;
  /** Aborted when the caller goes away before the answer is complete. */
  readonly signal: AbortSignal;
  header(name: string): string | undefined;
}

/** Without the zone of link-local addresses, which PostgreSQL does not know, and mapped IPv4 as such. */
const plainAddress = (address: string): string =>
  address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');

/** Address of the other end of the connection itself, whatever headers say. */
export const peerOf = (message: IncomingMessage): string => plainAddress(message.socket.remoteAddress ?? '127.0.0.1');

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** Tells whether an address belongs to the configured proxies. @throws Error for text that is no address or network. */
export const proxyCheck = (proxies: readonly string[]): ((address: string) => boolean) => {
  const list = new BlockList();
  for (const proxy of proxies) {
    const [address = '', length] = proxy.split('/');
    if (isIP(address) === 0) throw new Error(`PLUMBLINE_TRUSTED_PROXIES: "${proxy}" is no address or network.`);
    if (length === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, Number(length), familyOf(address));
  }
  return (address) => isIP(address) !== 0 && list.check(address, familyOf(address));
};

const lastUntrusted = (hops: readonly string[], isTrusted: (address: string) => boolean): string | undefined =>
  hops.findLast((hop) => !isTrusted(hop)) ?? hops[0];

const single = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

interface Origin {
  readonly address: string;
  readonly isSecure: boolean;
}

const originOf = (message: IncomingMessage, isTrusted: (address: string) => boolean): Origin => {
  const peer = peerOf(message);
  const direct = { address: peer, isSecure: 'encrypted' in message.socket };
  if (!isTrusted(peer)) return direct;
  const hops = (single(message.headers['x-forwarded-for']) ?? '')
    .split(',')
    .map((hop) => plainAddress(hop.trim()))
    .filter((hop) => isIP(hop) !== 0);
  return {
    address: lastUntrusted(hops, isTrusted) ?? peer,
    isSecure: single(message.headers['x-forwarded-proto'])?.split(',')[0]?.trim() === 'https',
  };
};

const belowBase = (pathname: string, basePath: string): string => {
  if (pathname.startsWith(basePath)) return pathname.slice(basePath.length);
  if (`${pathname}/` === basePath) return '';
  return pathname.slice(1); // a proxy may have taken the base path off already
};

const REQUEST_ID = /^[\w-]{8,64}$/;

/** What reading requests depends on. */
export interface RequestRules {
  readonly basePath: string;
  readonly isTrusted: (address: string) => boolean;
}

/** Reads the head of a request. @throws HttpError 400 for a target that is no path. */
export const readRequest = (message: IncomingMessage, signal: AbortSignal, rules: RequestRules): Request => {
  const target = message.url ?? '/';
  if (!target.startsWith('/') || !URL.canParse(target, 'http://server'))
    throw new HttpError(400, 'BAD_REQUEST', 'The address is malformed.');
  const url = new URL(target, 'http://server');
  const origin = originOf(message, rules.isTrusted);
  const given = single(message.headers['x-request-id']);
  return {
    message,
    signal,
    id: given && REQUEST_ID.test(given) ? given : randomUUID(),
    method: message.method ?? 'GET',
    path: belowBase(url.pathname, rules.basePath),
    query: url.searchParams,
    search: url.search,
    ...origin,
    header: (name) => single(message.headers[name]),
  };
};
