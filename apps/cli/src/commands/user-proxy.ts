import { existsSync, readFileSync } from 'node:fs';
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { CliFailure, EXIT } from '../failure.ts';
import type { Settings } from '../settings.ts';
import type { Terminal } from '../terminal.ts';

/** Options of `user-proxy`. */
export interface UserProxyOptions {
  /** 0 takes any free port. */
  readonly port: number;
}

const USER = 'x-plumbline-user';
const SECRET = 'x-plumbline-user-proxy';

const OFF = 'Start the server with PLUMBLINE_USER_PROXY=true, and run this where PLUMBLINE_DATA is that of the server.';

/** The secret of the server's start; read anew with each request, since the server may start again. */
const secretOf = (dataDir: string): string => {
  const file = join(dataDir, 'user-proxy.secret');
  if (!existsSync(file)) throw new CliFailure(`There is no ${file}. ${OFF}`);
  return readFileSync(file, 'utf8').trim();
};

const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(host);

/** Whatever the browser says about who it is does not count here. */
const OWN: readonly string[] = ['cookie', 'authorization', USER, SECRET];

const passOn = (message: IncomingMessage, { url, dataDir }: Settings, user: string) => {
  const target = new URL(url);
  const headers = Object.fromEntries(Object.entries(message.headers).filter(([name]) => !OWN.includes(name)));
  return httpRequest({
    host: target.hostname.replace(/^\[|\]$/g, ''),
    port: target.port,
    method: message.method,
    path: message.url,
    headers: { ...headers, [USER]: Buffer.from(user).toString('latin1'), [SECRET]: secretOf(dataDir) },
  });
};

const relay = async (message: IncomingMessage, response: ServerResponse, settings: Settings, user: string) => {
  const outgoing = passOn(message, settings, user);
  const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
  const [, [answer]] = await Promise.all([pipeline(message, outgoing), answered]);
  response.writeHead(answer.statusCode ?? 502, answer.headers);
  await pipeline(answer, response);
};

const fail = (response: ServerResponse, error: unknown, terminal: Terminal): void => {
  terminal.note(`The server does not answer (${(error as Error).message}).`);
  if (response.headersSent) response.destroy();
  else response.writeHead(502, { 'content-type': 'text/plain' }).end('The server does not answer.\n');
};

/** A page of another site may reach this address as well; only pages of the proxy itself are passed on. */
const isOurs = (message: IncomingMessage): boolean => {
  const { host = '', origin } = message.headers;
  const name = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '';
  return isLoopback(name) && (origin === undefined || origin === `http://${host}`);
};

/** The proxy over a server, not listening yet. @throws CliFailure for a server elsewhere, or one without a secret */
export const createUserProxy = (settings: Settings, user: string, terminal: Terminal): Server => {
  if (!isLoopback(new URL(settings.url).hostname) || !settings.url.startsWith('http:'))
    throw new CliFailure('The user proxy is for development: the server has to run on this machine.');
  secretOf(settings.dataDir);
  return createServer((message, response) => {
    if (!isOurs(message)) {
      response.writeHead(403, { 'content-type': 'text/plain' }).end('Open the address of the proxy itself.\n');
      return;
    }
    relay(message, response, settings, user).catch((error: unknown) => fail(response, error, terminal));
  });
};

/** Shows the product as a user sees it, without a password, until it is interrupted. */
export const userProxy = async (
  settings: Settings,
  terminal: Terminal,
  user: string,
  { port }: UserProxyOptions,
): Promise<number> => {
  const server = createUserProxy(settings, user, terminal);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: taken } = server.address() as AddressInfo; // a TCP server has no other kind
  terminal.print(`http://127.0.0.1:${taken}${new URL(settings.url).pathname} acts as ${user}; Ctrl-C ends it.`);
  await once(server, 'close');
  return EXIT.ok;
};
