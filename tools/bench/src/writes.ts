import { createWriter, newMasterKey, type Actor, type InputRow } from '@plumbline/engine';
import { checkCustomFields, domains, registry } from '@plumbline/domain';
import type { DataSource } from 'typeorm';
import { BENCH_ORGANIZATION } from './fill.ts';

/** What stamping devices from a type took. */
export interface StampFigure {
  readonly devices: number;
  readonly parts: number;
  readonly seconds: number;
  readonly statements: number;
  readonly changes: number;
}

const actor: Actor = {
  organizationId: BENCH_ORGANIZATION,
  userId: null,
  tokenId: null,
  name: 'bench',
  source: 'api',
  superuser: true,
  readOnly: false,
  bulk: true,
  requestId: 'bench',
  grants: [],
};

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

/** 48 interfaces, two power ports, a console port and a front port: 52 parts. */
const templates = (deviceType: InputRow): [string, InputRow[]][] => [
  ['dcim.InterfaceTemplate', range(48).map((n) => ({ deviceType, name: `Ethernet1/${n}`, type: '25gbase-x-sfp28' }))],
  ['dcim.PowerPortTemplate', range(2).map((n) => ({ deviceType, name: `PSU${n}`, maximumDraw: 550 }))],
  ['dcim.ConsolePortTemplate', [{ deviceType, name: 'Console' }]],
  ['dcim.FrontPortTemplate', [{ deviceType, name: 'F1', type: 'lc' }]],
];

/** Creates devices of a 48-port type in one run, with change records, outbox and search rows. */
export const measureStamping = async (dataSource: DataSource, devices: number): Promise<StampFigure> => {
  const rules = domains.flatMap((domain) => domain.rules);
  const writer = createWriter({
    registry,
    dataSource,
    rules,
    masterKeys: [newMasterKey()],
    customFields: checkCustomFields,
  });
  const tag = String(Date.now());
  const made = await writer.run(actor, {}, async (work) => {
    const [maker] = await work.create('dcim.Manufacturer', [{ name: `Stamp ${tag}`, slug: `stamp-${tag}` }]);
    const [type] = await work.create('dcim.DeviceType', [
      { manufacturer: { id: maker }, model: `Stamp ${tag}`, slug: `stamp-${tag}`, uHeight: '1.0' },
    ]);
    const [role] = await work.create('dcim.DeviceRole', [{ name: `Stamp ${tag}`, slug: `stamp-${tag}` }]);
    const [site] = await work.create('dcim.Site', [{ name: `Stamp ${tag}`, slug: `stamp-${tag}` }]);
    for (const [model, rows] of templates({ id: type })) await work.create(model, rows);
    return { type, role, site };
  });
  if (!made.result) throw new Error(JSON.stringify(made.errors));
  const { type, role, site } = made.result;
  const inputs = range(devices).map((n) => ({
    name: `stamp-${tag}-${n}`,
    deviceType: { id: type },
    role: { id: role },
    site: { id: site },
  }));
  const started = performance.now();
  const outcome = await writer.run(actor, {}, (work) => work.create('dcim.Device', inputs));
  const seconds = (performance.now() - started) / 1000;
  if (!outcome.result) throw new Error(JSON.stringify(outcome.errors.slice(0, 3)));
  return { devices, parts: 52, seconds, statements: outcome.statements, changes: outcome.changes.length };
};
