import type { Answer, TestServer } from './_server.ts';

const json = { 'content-type': 'application/json' };

/** What a sign-in came to; `headers` carry the session. */
export interface SignedIn {
  readonly status: number;
  readonly body: Record<string, never> & { readonly errors?: readonly { extensions: { code: string } }[] };
  readonly retryAfter: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** Signs in with a password, as if from an address. */
export const signIn = async (
  server: TestServer,
  username: string,
  password: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<SignedIn> => {
  const answer = await server.fetch('auth/login', {
    method: 'POST',
    headers: { ...json, ...headers },
    body: JSON.stringify({ username, password }),
  });
  return {
    status: answer.status,
    body: (await answer.json()) as SignedIn['body'],
    retryAfter: answer.headers.get('retry-after'),
    headers: { ...headers, cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '', 'x-plumbline-csrf': '1' },
  };
};

/** A header by which a trusted proxy says where a request comes from. */
export const from = (address: string): Record<string, string> => ({ 'x-forwarded-for': address });

/** Password of users that tests make. */
export const PASSWORD = 'long enough';

const CREATE = `mutation ($input: [UserCreateInput!]!) {
  userCreate(input: $input) { nodes { id number username } userErrors { code path message } }
}`;

/** Makes a user and gives its id. */
export const makeUser = async (
  server: TestServer,
  username: string,
  more: Readonly<Record<string, unknown>> = {},
  headers?: Record<string, string>,
): Promise<string> => {
  const { data, errors } = await server.ask(CREATE, { input: [{ username, password: PASSWORD, ...more }] }, headers);
  expect([errors, data?.['userCreate'].userErrors]).toEqual([undefined, []]);
  return String(data?.['userCreate'].nodes[0].id);
};

/** Events of the security log about a subject, oldest first, as administrators read them. */
export const eventsOf = async (
  server: TestServer,
  subject: string,
  headers?: Record<string, string>,
): Promise<Record<string, unknown>[]> => {
  const query = `query ($s: String!) { securityEvents(first: 500, filter: { subject: { eq: $s } }, orderBy: [{ field: "happenedAt", direction: ASC }]) {
    nodes { kind subject subjectId actorName actorUserId address userAgent details } } }`;
  const { data } = await server.ask(query, { s: subject }, headers);
  return data?.['securityEvents'].nodes;
};

/** Kinds of those events. */
export const kindsOf = async (server: TestServer, subject: string): Promise<unknown[]> =>
  (await eventsOf(server, subject)).map(({ kind }) => kind);

/** Code of the first error of an answer. */
export const codeOf = ({ errors }: Answer): unknown => errors?.[0]?.extensions['code'];
