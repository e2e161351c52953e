import type { InputRow } from '@plumbline/engine';
import type { Plant } from '../../plant.ts';
import { many, named, type Effect, type Refusal } from '../case.ts';
import { devicesAt } from './devices.ts';

const site = (plant: Plant) => plant.named('dcim.Site');

const panelAt = (plant: Plant, at: string): Promise<string> =>
  plant.make('dcim.PowerPanel', { site: at, name: plant.name('panel') });

const feeds = async (plant: Plant, count: number, rest: InputRow = {}): Promise<string[]> => {
  const powerPanel = await panelAt(plant, await site(plant));
  return plant.all(
    'dcim.PowerFeed',
    many(count, () => ({ powerPanel, name: plant.name('feed'), ...rest })),
  );
};

/** Feeds in racks at a site, each with a cable to a power port. */
const cabledFeeds = async (plant: Plant, count: number) => {
  const at = await site(plant);
  const powerPanel = await panelAt(plant, at);
  const racks = await plant.all(
    'dcim.Rack',
    many(count, () => ({ name: plant.name('rack'), site: at })),
  );
  const ids = await plant.all(
    'dcim.PowerFeed',
    racks.map((rack) => ({ powerPanel, name: plant.name('feed'), rack })),
  );
  const devices = await devicesAt(plant, count);
  const ports = await plant.all(
    'dcim.PowerPort',
    devices.map((device) => ({ device, name: 'psu' })),
  );
  await plant.all(
    'dcim.Cable',
    ids.map((id, n) => ({ aTerminations: [{ powerFeed: { id } }], bTerminations: [{ powerPort: { id: ports[n] } }] })),
  );
  return { at, racks, ids };
};

/** Sides of circuits, one each, and free ports for them. */
const circuitEnds = async (plant: Plant, count: number, place: (at: number) => InputRow) => {
  const provider = await plant.named('circuits.Provider');
  const type = await plant.named('circuits.CircuitType');
  const circuits = await plant.all(
    'circuits.Circuit',
    many(count, () => ({ cid: plant.name('cid'), provider, type })),
  );
  const ends = await plant.all(
    'circuits.CircuitTermination',
    circuits.map((circuit, at) => ({ circuit, termSide: 'A', termination: place(at) })),
  );
  const [device] = await devicesAt(plant, 1);
  const ports = await plant.all(
    'dcim.Interface',
    many(count, () => ({ device, name: plant.name('e'), type: '1000base-t' })),
  );
  return { ends, ports };
};

const between = (end: string | undefined, port: string | undefined): InputRow => ({
  aTerminations: [{ circuitTermination: { id: end } }],
  bTerminations: [{ interface: { id: port } }],
});

/** Panels and feeds. */
export const powerCases: readonly Refusal[] = [
  {
    title: 'a panel hangs in a location of its site',
    proves: 'dcim.powerpanel.1',
    by: ['dcim.PowerPanel dcim.powerpanel.1'],
    model: 'dcim.PowerPanel',
    slots: async (plant) => {
      const [at, other] = [await site(plant), await site(plant)];
      const here = await plant.named('dcim.Location', { site: at });
      const there = await plant.named('dcim.Location', { site: other });
      return (_, fits) => ({ site: at, name: plant.name('panel'), location: fits ? here : there });
    },
    refused: ['location', 'SITE_MISMATCH'],
  },
  {
    title: 'a feed goes to a rack at the site of its panel',
    proves: 'dcim.powerfeed.1',
    by: ['dcim.PowerFeed dcim.powerfeed.1'],
    model: 'dcim.PowerFeed',
    slots: async (plant) => {
      const at = await site(plant);
      const powerPanel = await panelAt(plant, at);
      const [here, there] = [await plant.rack(at), await plant.rack(await site(plant))];
      return (_, fits) => ({ powerPanel, name: plant.name('feed'), rack: fits ? here : there });
    },
    refused: ['rack', 'SITE_MISMATCH'],
  },
  {
    title: 'an AC feed has no negative voltage',
    proves: 'dcim.powerfeed.1',
    by: ['dcim.PowerFeed dcim.powerfeed.1.voltage'],
    model: 'dcim.PowerFeed',
    slots: async (plant) => {
      const powerPanel = await panelAt(plant, await site(plant));
      return (_, fits) => ({ powerPanel, name: plant.name('feed'), supply: fits ? 'dc' : 'ac', voltage: -48 });
    },
    refused: ['voltage', 'BAD_USER_INPUT'],
  },
  {
    title: 'a cabled feed is not marked as connected',
    proves: 'dcim._component.3',
    by: ['dcim.PowerFeed dcim._component.3'],
    model: 'dcim.PowerFeed',
    verb: 'update',
    slots: async (plant, count) => {
      const [{ ids }, free] = [await cabledFeeds(plant, count), await feeds(plant, count)];
      return (at, fits) => ({ id: (fits ? free : ids)[at], markConnected: true });
    },
    refused: ['markConnected', 'CABLE_OCCUPIED'],
  },
  {
    title: 'a cabled side of a circuit is not marked as connected',
    proves: 'dcim._component.3',
    by: ['circuits.CircuitTermination dcim._component.3'],
    model: 'circuits.CircuitTermination',
    verb: 'update',
    slots: async (plant, count) => {
      const at = await site(plant);
      const place = () => ({ site: { id: at } });
      const { ends: cabled, ports } = await circuitEnds(plant, count, place);
      const { ends: free } = await circuitEnds(plant, count, place);
      await plant.all(
        'dcim.Cable',
        cabled.map((end, n) => between(end, ports[n])),
      );
      return (n, fits) => ({ id: (fits ? free : cabled)[n], markConnected: true });
    },
    refused: ['markConnected', 'CABLE_OCCUPIED'],
  },
  {
    title: 'a side of a circuit in a provider network takes no cable',
    proves: 'dcim.cable.2',
    by: ['dcim.CableTermination dcim.cable.1'],
    model: 'dcim.Cable',
    slots: async (plant, count) => {
      const at = await site(plant);
      const here = await circuitEnds(plant, count, () => ({ site: { id: at } }));
      const providerNetwork = await plant.make('circuits.ProviderNetwork', {
        provider: await plant.named('circuits.Provider'),
        name: plant.name('net'),
      });
      const away = await circuitEnds(plant, count, () => ({ providerNetwork: { id: providerNetwork } }));
      return (n, fits) => between((fits ? here : away).ends[n], here.ports[n]);
    },
    refused: ['aTerminations.0.termination', 'CABLE_NOT_CONNECTABLE'],
  },
];

/** What rules of panels and feeds bring about. */
export const powerEffects: readonly Effect[] = [
  {
    title: 'power panels follow their location to another site',
    proves: 'dcim.location.3',
    by: 'dcim.Location dcim.location.3',
    act: async (plant, count) => {
      const [from, to] = [await site(plant), await site(plant)];
      const locations = await plant.all(
        'dcim.Location',
        many(count, () => ({ ...named(plant), site: from })),
      );
      const ids = await plant.all(
        'dcim.PowerPanel',
        locations.map((location) => ({ name: plant.name('panel'), site: from, location })),
      );
      return {
        model: 'dcim.Location',
        verb: 'update',
        inputs: locations.map((id) => ({ id, site: to })),
        table: 'dcim_power_panel',
        ids,
        gives: () => ({ site_id: to }),
      };
    },
  },
  {
    title: 'ends of cables at circuits follow the location they end in to another site',
    proves: 'dcim.location.3',
    by: 'dcim.Location dcim.location.3',
    act: async (plant, count) => {
      const [from, to] = [await site(plant), await site(plant)];
      const locations = await plant.all(
        'dcim.Location',
        many(count, () => ({ ...named(plant), site: from })),
      );
      const { ends, ports } = await circuitEnds(plant, count, (at) => ({ location: { id: locations[at] } }));
      await plant.all(
        'dcim.Cable',
        ends.map((end, at) => between(end, ports[at])),
      );
      return {
        model: 'dcim.Location',
        verb: 'update',
        inputs: locations.map((id) => ({ id, site: to })),
        table: 'dcim_cable_termination',
        column: 'termination_circuit_termination_id',
        ids: ends,
        gives: () => ({ site_id: to }),
      };
    },
  },
  {
    title: 'a feed that does not say is of 120 V and 15 A and gives 80 %',
    proves: 'dcim.powerfeed.1',
    by: 'dcim.PowerFeed dcim.powerfeed.default',
    act: async (plant, count) => {
      const powerPanel = await panelAt(plant, await site(plant));
      const inputs = many(count, () => ({ powerPanel, name: plant.name('feed') }));
      const gives = () => ({ voltage: 120, amperage: 15, max_utilization: 80 });
      return { model: 'dcim.PowerFeed', inputs, table: 'dcim_power_feed', gives };
    },
  },
  {
    title: 'the power of a feed follows from its rating',
    proves: 'dcim.powerfeed.2',
    by: 'dcim.PowerFeed dcim.powerfeed.2',
    act: async (plant, count) => {
      const ids = await feeds(plant, count);
      const inputs = ids.map((id) => ({ id, voltage: 220, amperage: 30, phase: 'three-phase' }));
      const gives = () => ({ available_power: 9145 });
      return { model: 'dcim.PowerFeed', verb: 'update', inputs, table: 'dcim_power_feed', gives };
    },
  },
  {
    title: 'the end of a cable at a feed follows it to another rack',
    proves: 'dcim.cabletermination.1',
    by: 'dcim.PowerFeed dcim.cabletermination.1.feed',
    act: async (plant, count) => {
      const { at, ids } = await cabledFeeds(plant, count);
      const rack = await plant.rack(at);
      const inputs = ids.map((id) => ({ id, rack }));
      return {
        model: 'dcim.PowerFeed',
        verb: 'update',
        inputs,
        table: 'dcim_cable_termination',
        column: 'termination_power_feed_id',
        gives: () => ({ rack_id: rack, site_id: at }),
      };
    },
  },
  {
    title: 'ends of cables at feeds follow their rack to another location',
    proves: 'dcim.cabletermination.1',
    by: 'dcim.Rack dcim.cabletermination.1.rack',
    act: async (plant, count) => {
      const { at, racks, ids } = await cabledFeeds(plant, count);
      const location = await plant.named('dcim.Location', { site: at });
      return {
        model: 'dcim.Rack',
        verb: 'update',
        inputs: racks.map((id) => ({ id, location })),
        table: 'dcim_cable_termination',
        column: 'termination_power_feed_id',
        ids,
        gives: () => ({ location_id: location }),
      };
    },
  },
];
