import { openServer, type Answer, type TestServer } from '../_server.ts';

/** Headers of somebody who asks. */
export type Who = Readonly<Record<string, string>>;

/** One server for all cases: two organizations, an administrator of both, and a member without any grant. */
export interface Desk {
  readonly server: TestServer;
  /** Token of the administrator, in the first organization. */
  readonly admin: Who;
  /** The administrator's session, in the second organization. */
  readonly elsewhere: Who;
  /** A person of the first organization whom nothing is granted. */
  readonly member: Who;
  /** Sends a GraphQL request and gives the answer, which must never be an INTERNAL error. */
  ask(who: Who, query: string, variables?: Record<string, unknown>): Promise<Answer>;
  /** Makes one row and gives its id. */
  make(who: Who, field: string, input: Record<string, unknown>): Promise<string>;
}

const JSON_TYPE = { 'content-type': 'application/json' };

export const signIn = async (server: TestServer, username: string, password: string): Promise<Response> =>
  server.fetch('auth/login', { method: 'POST', headers: JSON_TYPE, body: JSON.stringify({ username, password }) });

/** Headers of a browser after sign-in. */
export const sessionOf = async (server: TestServer, username: string, password: string): Promise<Who> => {
  const answer = await signIn(server, username, password);
  return { cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '', 'x-plumbline-csrf': '1' };
};

/** A refusal is fine; an answer that nobody foresaw is not, and neither is one that tells about the inside. */
export const expectForeseen = (status: number, text: string): void => {
  expect(status).toBeLessThan(500);
  expect(text).not.toMatch(/"INTERNAL"|incident/);
  expect(text).not.toMatch(/\bat .*\(.*:\d+:\d+\)|node_modules|SELECT |INSERT |FROM "/);
};

/** Starts the server and fills in what the cases need. */
export const openDesk = async (): Promise<Desk> => {
  const server = await openServer({ corsOrigins: ['https://ui.example'], trustedProxies: ['127.0.0.1', '::1'] });
  const admin = { authorization: `Bearer ${server.adminToken}` };
  const ask: Desk['ask'] = async (who, query, variables) => {
    const answer = await server.ask(query, variables, who);
    expectForeseen(answer.status, answer.text);
    return answer;
  };
  const make: Desk['make'] = async (who, field, input) => {
    const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
    const query = `mutation ($input: [${type}!]!) { ${field}(input: $input) { nodes { id } userErrors { path message } } }`;
    const payload = (await ask(who, query, { input: [input] })).data?.[field];
    expect(payload?.userErrors).toEqual([]);
    return (payload?.nodes[0]?.id ?? '') as string; // an organization is not seen from inside another
  };
  await make(admin, 'organizationCreate', { name: 'Other', slug: 'other' });
  await make(admin, 'userCreate', { username: 'mia', password: 'long enough for mia' });
  const elsewhere = { ...(await sessionOf(server, 'admin', 'correct horse')), 'x-plumbline-organization': 'other' };
  return { server, admin, elsewhere, member: await sessionOf(server, 'mia', 'long enough for mia'), ask, make };
};
