import { testDatabase } from '@plumbline/testing';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Client } from 'pg';
import { readConfig } from '../../src/index.ts';
import { runServer } from '../../src/server.ts';
import { from } from '../_people.ts';
import type { Answer, Loose, TestServer } from '../_server.ts';
import type { Who } from './_desk.ts';

/** What opening a link came to. */
export interface Opened {
  readonly status: number;
  readonly text: string;
  readonly body: Loose;
  readonly headers: Headers;
}

/** A server whose log is kept, with the database behind it. */
export interface ShareDesk {
  readonly server: TestServer;
  readonly admin: Who;
  /** All that the server logged, at the finest level. */
  readonly log: () => string;
  sql<T = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<T[]>;
  /** Opens a link from an address. */
  open(token: string, address?: string, search?: string): Promise<Opened>;
  /** Shares, and gives the token. */
  share(who: Who, wish: Readonly<Record<string, unknown>>): Promise<string>;
  /** Shares, and gives what became of it. */
  tryShare(who: Who, wish: Readonly<Record<string, unknown>>): Promise<Answer>;
  /** Makes one row and gives its id. */
  make(field: string, input: Readonly<Record<string, unknown>>): Promise<string>;
  stop(): Promise<void>;
}

/** Openings that one address has in a minute here. */
export const BUDGET = 60;

const SHARE = `mutation ($name: String!, $type: String!, $id: ID, $filter: JSON, $query: String, $orderBy: [String!],
    $fields: [String!], $expires: DateTime) {
  shareLinkCreate(name: $name, type: $type, id: $id, filter: $filter, query: $query, orderBy: $orderBy, fields: $fields,
    expires: $expires) { id token expires userErrors { code path message } } }`;

const start = async (write: (line: string) => void): Promise<TestServer> => {
  const { url: databaseUrl } = await testDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'plumbline-server-'));
  const limits = { requestsPerMinute: 0, costPerMinute: 0, loginsPerMinute: 0, sharesPerMinute: BUDGET };
  const place = { port: 0, databaseUrl, dataDir, adminPassword: 'correct horse', trustedProxies: ['127.0.0.1', '::1'] };
  const running = await runServer({ ...readConfig({}), ...limits, ...place }, pino({ level: 'trace' }, { write }));
  const call = (path: string, init: RequestInit = {}) => fetch(running.url + path, init);
  const { username = '', password = '', token = '' } = running.first.created ?? {};
  return {
    url: running.url,
    adminUsername: username,
    adminPassword: password,
    adminToken: token,
    organizationId: running.first.organizationId,
    databaseUrl,
    dataDir,
    stop: () => running.stop(),
    fetch: call,
    ask: async (query, variables, headers = { authorization: `Bearer ${token}` }) => {
      const body = JSON.stringify({ query, variables });
      const sent = { 'content-type': 'application/json', ...headers };
      const response = await call('graphql', { method: 'POST', headers: sent, body });
      const text = await response.text();
      return { status: response.status, text, ...(JSON.parse(text) as object) };
    },
  };
};

const openLink =
  (server: TestServer): ShareDesk['open'] =>
  async (token, address = '192.0.2.1', search = '') => {
    const headers = { accept: 'application/json', ...from(address) };
    const answer = await server.fetch(`share/${token}${search}`, { headers });
    const text = await answer.text();
    return { status: answer.status, text, body: JSON.parse(text), headers: answer.headers };
  };

/** Starts the server. */
export const openShareDesk = async (): Promise<ShareDesk> => {
  const lines: string[] = [];
  const server = await start((line) => lines.push(line));
  const client = new Client({ connectionString: server.databaseUrl });
  await client.connect();
  const admin = { authorization: `Bearer ${server.adminToken}` };
  const tryShare: ShareDesk['tryShare'] = (who, wish) => server.ask(SHARE, { name: 'Link', ...wish }, who);
  return {
    server,
    admin,
    log: () => lines.join(''),
    sql: async <T>(text: string, values: readonly unknown[] = []) =>
      (await client.query(text, [...values])).rows as T[],
    open: openLink(server),
    tryShare,
    share: async (who, wish) => {
      const { data, errors } = await tryShare(who, wish);
      expect([errors, data?.['shareLinkCreate'].userErrors]).toEqual([undefined, []]);
      return String(data?.['shareLinkCreate'].token);
    },
    make: async (field, input) => {
      const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
      const text = `mutation ($input: [${type}!]!) { ${field}(input: $input) { nodes { id } userErrors { path message } } }`;
      const { data } = await server.ask(text, { input: [input] });
      expect(data?.[field].userErrors).toEqual([]);
      return String(data?.[field].nodes[0]?.id);
    },
    stop: async () => {
      await client.end();
      await server.stop();
    },
  };
};
