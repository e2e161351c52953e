import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

/**
 * A real OpenID Connect provider on loopback, in a process of its own.
 *
 * Says its port, is told its clients, and signs in whoever it was last told, with the claims it was told.
 */
const people = new Map();
let current = null;
let provider = null;

const server = createServer((request, response) => {
  if (provider === null) response.writeHead(503).end();
  else provider.callback()(request, response);
});

const grantOf = async ({ oidc }) => {
  const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
  grant.addOIDCScope('openid profile email groups');
  await grant.save();
  return grant;
};

const signIn = async (context, next) => {
  if (!context.path.startsWith('/interaction/')) return next();
  context.respond = false;
  return provider.interactionFinished(context.req, context.res, { login: { accountId: current } });
};

const configure = (issuer, clients) => {
  provider = new Provider(issuer, {
    clients,
    claims: {
      openid: ['sub'],
      profile: ['preferred_username', 'given_name', 'family_name'],
      email: ['email', 'email_verified'],
      groups: ['groups'],
    },
    scopes: ['openid', 'profile', 'email', 'groups'],
    cookies: { keys: ['a key of the test'] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...people.get(id) }) }),
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    loadExistingGrant: grantOf,
    pkce: { required: () => true },
  });
  provider.use(signIn);
};

process.on('message', ({ clients, id, claims, number }) => {
  if (clients) configure(`http://127.0.0.1:${server.address().port}`, clients);
  if (id) people.set((current = id), claims);
  process.send({ done: number });
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
