import type { RefValue, UiEntity } from '../src/catalogue/types.ts';
import type { Api } from './api.ts';

interface Payload {
  nodes: RefValue[];
  userErrors: { message: string }[];
}

/** Ports of each kind on the devices of the room. */
const portCount = 48;

function entityOf(api: Api, name: string): UiEntity {
  const entity = api.catalogue.byName.get(name);
  if (!entity) throw new Error(`The server has no ${name}`);
  return entity;
}

async function many(api: Api, name: string, input: readonly Record<string, unknown>[]): Promise<RefValue[]> {
  const { one, type } = entityOf(api, name);
  const verb = `${one}Create`;
  const query = `mutation Make($input: [${type}CreateInput!]!) {
  ${verb}(input: $input) { nodes { id number display } userErrors { message } }
}`;
  const { nodes = [], userErrors = [] } = (await api.ask<Record<string, Payload>>(query, { input }))[verb] ?? {};
  if (userErrors.length > 0) throw new Error(userErrors.map(({ message }) => message).join('; '));
  return nodes;
}

const ref = ({ id }: RefValue) => ({ id });

async function deviceMaker(api: Api) {
  const one = (name: string, input: Record<string, unknown>) => api.create(entityOf(api, name), input);
  const manufacturer = await one('dcim.Manufacturer', { name: 'Works', slug: 'works' });
  const role = await one('dcim.DeviceRole', { name: 'Patching', slug: 'patching' });
  const site = await one('dcim.Site', { name: 'Room', slug: 'room' });
  const model = { manufacturer: ref(manufacturer), model: 'One', slug: 'one' };
  const deviceType = await one('dcim.DeviceType', model);
  return (name: string) =>
    one('dcim.Device', { name, role: ref(role), site: ref(site), deviceType: ref(deviceType), status: 'active' });
}

const named = (device: RefValue, type: string, prefix: string) =>
  Array.from({ length: portCount }, (_, at) => ({ device: ref(device), name: `${prefix}${at + 1}`, type }));

async function panel(api: Api, device: RefValue): Promise<void> {
  const fronts = await many(api, 'dcim.FrontPort', named(device, '8p8c', 'F'));
  const rears = await many(api, 'dcim.RearPort', named(device, '8p8c', 'R'));
  const pairs = fronts.map((front, at) => ({ frontPort: ref(front), rearPort: ref(rears[at] ?? front) }));
  await many(api, 'dcim.PortMapping', pairs);
}

async function patch(api: Api, small: RefValue, distant: RefValue): Promise<void> {
  const input = {
    a: { deviceIds: [small.id], kind: 'interface', names: ['Port[1-4]'] },
    b: { deviceIds: [distant.id], kind: 'frontPort', names: ['F[1-4]'] },
    firstLabel: 'L-1',
  };
  const query = 'mutation($input: CableConnectInput!) { cableConnect(input: $input) { userErrors { message } } }';
  await api.ask(query, { input });
}

/** Devices of a room that is cabled in stories. */
export interface PatchRoom {
  /** A switch with 48 free ports. */
  desk: RefValue;
  /** A panel with 48 ports on each face, nothing plugged. */
  near: RefValue;
  /** A panel like it, with four front ports cabled. */
  distant: RefValue;
  /** A switch with eight ports, the first four cabled to that panel, labels from L-1 on. */
  small: RefValue;
}

/** Makes the room, below one site. */
export async function patchRoom(api: Api): Promise<PatchRoom> {
  const device = await deviceMaker(api);
  const [desk, near, distant] = [await device('sw-48'), await device('pp-near'), await device('pp-far')];
  const small = await device('sw-4');
  await many(api, 'dcim.Interface', named(desk, '1000base-t', 'Ethernet'));
  await many(api, 'dcim.Interface', named(small, '1000base-t', 'Port').slice(0, 8));
  await panel(api, near);
  await panel(api, distant);
  await patch(api, small, distant);
  return { desk, near, distant, small };
}
