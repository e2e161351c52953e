import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { makeUser, PASSWORD, signIn } from './_people.ts';
import { openServer, type TestServer } from './_server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openServer();
});
afterAll(() => server?.stop());

/** The counts that somebody is told, as they come; `until` waits for one. */
const listen = (headers: Record<string, string>) => {
  class Socket extends WebSocket {
    constructor(address: string, protocols: string | string[]) {
      super(address, protocols, { headers: { ...headers, origin: new URL(server.url).origin } });
    }
  }
  const client = createClient({ url: `${server.url.replace('http', 'ws')}graphql`, webSocketImpl: Socket });
  const counts = client.iterate<{ unreadNotifications: number }>({ query: 'subscription { unreadNotifications }' });
  const next = async () => {
    const { value } = await counts.next();
    return value?.data?.unreadNotifications ?? value?.errors;
  };
  return { next, end: () => client.dispose() };
};

test('the count of what is unread changes as others write and as one reads', async () => {
  await makeUser(server, 'anna', { isSuperuser: true });
  const { headers } = await signIn(server, 'anna', PASSWORD);
  const make = 'mutation { siteCreate(input: [{ name: "Berlin", slug: "ber1" }]) { nodes { id } } }';
  const id = String((await server.ask(make)).data?.['siteCreate'].nodes[0].id);
  const watch = `mutation { objectWatch(type: "dcim.Site", ids: ["${id}"]) { userErrors { message } } }`;
  expect((await server.ask(watch, {}, headers)).data?.['objectWatch'].userErrors).toEqual([]);
  const { next, end } = listen(headers);
  expect(await next()).toBe(0);
  await server.ask(`mutation { siteUpdate(input: [{ id: "${id}", facility: "Hall 4" }]) { userErrors { message } } }`);
  expect(await next()).toBe(1);
  await server.ask('mutation { notificationsSettle(to: READ) { count } }', {}, headers);
  expect(await next()).toBe(0);
  await end();
});
