import { exportJobs, importJobs, type Actor, type JobDefinition } from '@plumbline/engine';
import { tmpdir } from 'node:os';
import { exportArchive } from '../../src/exchange/archive/export.ts';
import { importNetbox, registry } from '../../src/index.ts';
import { deviceTables } from '../netbox/small-rows.ts';
import { removeDumps, writeDump } from '../netbox/small-dump.ts';
import { OURS, OutletDesk } from './outlet-desk.ts';
import { HIDDEN, MASKED } from './secrets.ts';
import { viewerOf } from './viewers.ts';

let desk: OutletDesk;
beforeAll(async () => void (desk = await OutletDesk.open()));
afterAll(async () => {
  removeDumps();
  await desk?.close();
});

const [exportRows] = exportJobs as [JobDefinition];
const [importRows] = importJobs as readonly [JobDefinition, ...JobDefinition[]];

/** Addresses and serial numbers of hidden rows, which carry no word. */
const HIDDEN_VALUES = [HIDDEN, '192.0.2.77'];

const hiddenMarks = (): string[] => [...HIDDEN_VALUES, ...desk.own.hidden.map(({ id }) => id)];

const marksIn = (text: string, marks: readonly string[]): string[] => marks.filter((mark) => text.includes(mark));

/** Ids of everything that was ever made in an organization. */
const idsOf = async ({ organizationId }: Actor): Promise<string[]> => {
  const rows = await desk.desk.plant.dataSource.query<{ id: string }[]>(
    'SELECT DISTINCT object_id AS id FROM core_change_record WHERE organization_id = $1',
    [organizationId],
  );
  return rows.map(({ id }) => id);
};

interface Outlet {
  readonly name: string;
  /** Everything it gives out for one who asks. */
  readonly said: (actor: Actor) => Promise<string>;
  /** It shows the field that is masked. */
  readonly isMasked?: boolean;
  /** It shows no hidden row to anybody. */
  readonly isBare?: boolean;
}

const FORMATS = ['CSV', 'JSON', 'YAML'] as const;
const EXPORTED = ['dcim.Site', 'dcim.Device', 'dcim.Interface', 'ipam.IpAddress', 'extras.JournalEntry', 'extras.Tag'];

const exported = (type: string, format: string): Outlet => ({
  name: `${format} of ${type}`,
  said: (actor) => desk.job(exportRows, { type, format }, actor),
});

const bulk = (query: string): Outlet => ({
  name: `lines of ${query}`,
  said: (actor) => desk.bulk(query, actor),
});

const search = (text: string): Outlet => ({
  name: `search for ${text}`,
  said: (actor) => desk.ask(actor, `{ search(text: "${text}") { type field value object { id display } } }`),
});

const outlets: readonly Outlet[] = [
  ...EXPORTED.flatMap((type) =>
    (type === 'dcim.Device' ? FORMATS : [FORMATS[0]]).map((format) => exported(type, format)),
  ),
  bulk(
    '{ devices { nodes { id name tenant { id name } platform { name } tags { nodes { name } } customFields interfaces { nodes { name lag { name } ipAddresses { nodes { address } } } } } } }',
  ),
  bulk('{ sites { nodes { id name region { name } devices { nodes { id serial } } } } }'),
  bulk('{ journalEntries { nodes { comments object { __typename } } } }'),
  bulk('{ changeRecords { nodes { display objectId } } }'),
  search(HIDDEN),
  search('192.0.2.0/24'),
  search('192.0.2.77'),
  { ...search(MASKED), isMasked: true },
];

describe('what a viewer is given by', () => {
  test.each(outlets.map((outlet) => [outlet.name, outlet] as const))('%s', async (_name, { said, isMasked }) => {
    const [all, seen] = [await said(desk.admin), await said(desk.viewer())];
    const marks = isMasked ? [MASKED] : hiddenMarks();
    expect(marksIn(all, marks).length).toBeGreaterThan(0);
    expect(marksIn(seen, [...marks, MASKED])).toEqual([]);
  });

  test.each(outlets.map((outlet) => [outlet.name, outlet] as const))(
    '%s holds nothing of another organization',
    async (_name, { said }) => {
      const text = await said(desk.neighbour);
      expect(marksIn(text, [`${OURS}-`, ...(await idsOf(desk.admin))])).toEqual([]);
      expect(text.length).toBeGreaterThan(0);
    },
  );
});

test('a masked field is refused by name in files, and left out of them otherwise', async () => {
  const type = 'dcim.DeviceType';
  expect(await desk.job(exportRows, { type, format: 'CSV' }, desk.admin)).toContain(MASKED);
  const whole = await desk.job(exportRows, { type, format: 'CSV' }, desk.viewer());
  expect(whole).toContain(`${OURS}-model`);
  expect(whole).not.toContain(MASKED);
  const named = await desk.job(exportRows, { type, format: 'CSV', columns: ['model', 'comments'] }, desk.viewer());
  expect(named).toContain('You may not see the field "comments"');
  expect(await desk.bulk('{ deviceTypes { nodes { model comments } } }', desk.viewer())).toContain('You may not see');
});

describe('custom fields that name objects', () => {
  const values = async (actor: Actor, filter = '') => {
    const { data } = {
      data: JSON.parse(await desk.ask(actor, `{ devices${filter} { nodes { name customFields } } }`)),
    };
    return (data as { devices: { nodes: { name: string; customFields: object }[] } }).devices.nodes;
  };
  const hiddenSite = () => desk.own.hidden.find(({ type }) => type === 'dcim.Site')?.id ?? '';
  const namedBy = (condition: string) => `(filter: { customField: [${condition}] })`;

  test('leave out those that are hidden', async () => {
    const [all] = (await values(desk.admin)).filter(({ name }) => name === `${OURS}-device`);
    expect(all?.customFields).toMatchObject({ home: hiddenSite(), homes: [expect.any(String), hiddenSite()] });
    const [seen] = await values(desk.viewer());
    expect(seen?.customFields).toMatchObject({ home: null, homes: [expect.any(String)] });
  });

  test.each([
    ['eq', () => `{ name: "home", eq: "${hiddenSite()}" }`],
    ['in', () => `{ name: "home", in: ["${hiddenSite()}"] }`],
    ['isNull', () => '{ name: "home", isNull: false }'],
    ['has', () => `{ name: "homes", has: "${hiddenSite()}" }`],
    ['startsWith', () => `{ name: "home", startsWith: "${hiddenSite().slice(0, 8)}" }`],
  ])('are not found by %s', async (_operator, condition) => {
    expect(await values(desk.admin, namedBy(condition()))).toHaveLength(1);
    expect(await values(desk.viewer(), namedBy(condition()))).toEqual([]);
  });

  test('leave out nothing for who sees everything without being an administrator, and notes that are hidden', async () => {
    const all = viewerOf(desk.admin, []);
    expect(await values(all)).toEqual(await values(desk.admin));
    const note = await desk.desk.plant.make('extras.JournalEntry', {
      objectType: 'dcim.Site',
      objectId: desk.own.site,
      comments: 'a note',
    });
    const device = { id: desk.own.device, customFields: { note } };
    await desk.desk.plant.update('dcim.Device', device);
    const noteOf = async (actor: Actor) => {
      const [found] = (await values(actor)).filter(({ name }) => name === `${OURS}-device`);
      return (found?.customFields as { note?: unknown } | undefined)?.note ?? null;
    };
    expect(await noteOf(all)).toBe(note);
    expect(await noteOf(viewerOf(desk.admin, [{ type: 'extras.JournalEntry', id: note }]))).toBeNull();
    await desk.desk.plant.update('dcim.Device', { ...device, customFields: { note: null } });
  });

  test('keep those that are hidden when their list is replaced', async () => {
    const { device, site } = desk.own;
    const homes = async () => {
      const [found] = (await values(desk.admin)).filter(({ name }) => name === `${OURS}-device`);
      return (found?.customFields as { homes?: readonly string[] } | undefined)?.homes;
    };
    const replace = (actor: Actor, ids: readonly string[]) =>
      desk.writer.run(actor, {}, (work) => work.update('dcim.Device', [{ id: device, customFields: { homes: ids } }]));
    expect((await replace(desk.viewer(), [])).errors).toEqual([]);
    expect(await homes()).toEqual([hiddenSite()]);
    expect((await replace(desk.admin, [site, hiddenSite()])).errors).toEqual([]);
    expect(await homes()).toEqual([site, hiddenSite()]);
  });

  test('take no object that the caller does not see', async () => {
    const [home, unknown] = [hiddenSite(), '00000000-0000-7000-8000-00000000dead'];
    const told = async (id: string) => {
      const { errors } = await desk.writer.run(desk.viewer(), { dryRun: true }, (work) =>
        work.update('dcim.Device', [{ id: desk.own.device, customFields: { homes: [id] } }]),
      );
      return JSON.stringify(errors).replaceAll(id, '');
    };
    const other = desk.own.hidden.find(({ type, id }) => type === 'dcim.Site' && id !== home)?.id ?? '';
    expect(await told(other)).toBe(await told(unknown));
    expect(await told(unknown)).toContain('NOT_FOUND');
    expect(await told(home)).toBe('[]'); // named already: what is sent back as it was stays
  });
});

describe('what an import reports', () => {
  const report = async (text: string, actor: Actor, options: object = {}): Promise<string> =>
    desk.job(
      importRows,
      { type: 'dcim.Device', fileId: await desk.file(text, actor), format: 'CSV', ...options },
      actor,
    );
  const row = (name: string, site: string) =>
    `name,deviceType.manufacturer,deviceType.model,role,site\n${name},${OURS}-maker,${OURS}-model,${OURS}-role,${site}\n`;

  test('of hidden rows it refers to is what it reports of rows that are not there', async () => {
    const hidden = await report(row('new', `${HIDDEN}-${OURS}-site`), desk.viewer());
    const unknown = await report(row('new', 'nowhere'), desk.viewer());
    expect(hidden).toContain('NOT_FOUND');
    expect(hidden.replaceAll(`${HIDDEN}-${OURS}-site`, 'nowhere').replaceAll(/"changeSetId":"[^"]*"/g, '')).toBe(
      unknown.replaceAll(/"changeSetId":"[^"]*"/g, ''),
    );
  });

  test('of a hidden row that takes a value is that it is taken', async () => {
    const text = await report(row(`${HIDDEN}-${OURS}-device`, `${OURS}-site`), desk.viewer(), { mode: 'CREATE' });
    expect(
      marksIn(
        text,
        desk.own.hidden.map(({ id }) => id),
      ),
    ).toEqual([]);
    expect(text).toMatch(/DUPLICATE|TAKEN|UNIQUE|NAME/i);
  });

  test('of rows of another organization is what it reports of rows that are not there', async () => {
    const text = await report(row('new', `${OURS}-site`), desk.neighbour);
    expect(text).toContain('NOT_FOUND');
    expect(marksIn(text, await idsOf(desk.admin))).toEqual([]);
  });
});

describe('a template', () => {
  const source = `{{ device.name }} {{ device.tenant }} {{ device.platform }} {{ device.tags.all() | join(",") }}
    {{ device.cf.home }} {{ device.cf.homes | join(",") }} {{ config_context | tojson }}
    {% for d in device.site.devices.all() %}{{ d.name }} {{ d.serial }}{% endfor %}
    {% for i in device.interfaces.all() %}{{ i.name }} {{ i.lag }} {% for a in i.ip_addresses.all() %}{{ a.address }} {% endfor %}{% endfor %}`;

  test('of a viewer reads no hidden row', async () => {
    const [all, seen] = [desk.admin, desk.viewer()].map((actor) => desk.render(source, desk.own.device, actor));
    const names = ['tenant', 'platform', 'site', 'device', 'serial', 'lag', 'tag'].map(
      (one) => `${HIDDEN}-${OURS}-${one}`,
    );
    expect(marksIn((await all) ?? '', names)).toEqual(names);
    expect(marksIn((await seen) ?? '', [...hiddenMarks(), MASKED])).toEqual([]);
    expect(await seen).toContain(`${OURS}-device`);
  });

  test('renders no device that is hidden, or of another organization', async () => {
    expect(await desk.render(source, desk.own.hiddenDevice, desk.viewer())).toBe('[]');
    expect(await desk.render(source, desk.own.device, desk.neighbour)).toBe('[]');
  });

  test('reads no masked field', async () => {
    const masked = '{{ device.device_type.comments }}';
    expect(await desk.render(masked, desk.own.device, desk.admin)).toContain(MASKED);
    expect(await desk.render(masked, desk.own.device, desk.viewer())).not.toContain(MASKED);
  });
});

test('what a write answers names no hidden object that a field held', async () => {
  const said = async (actor: Actor): Promise<string> => {
    const emptied = { tenant: null, tags: [], customFields: { home: null, homes: [] } };
    const { changes, errors } = await desk.writer.run(actor, { dryRun: true }, (work) =>
      work.update('dcim.Device', [{ id: desk.own.device, ...emptied }]),
    );
    expect(errors).toEqual([]);
    return JSON.stringify(changes.map(({ fields }) => fields));
  };
  expect(marksIn(await said(desk.admin), hiddenMarks()).length).toBeGreaterThan(2);
  const seen = await said(desk.viewer());
  expect(marksIn(seen, hiddenMarks())).toEqual([]);
  for (const name of ['tenant', 'tags', 'customFields.home', 'customFields.homes']) expect(seen).toContain(`"${name}"`);
});

test('the log of changes names no hidden object that a field held, and no masked field', async () => {
  const { plant } = desk.desk;
  const { device, deviceType } = desk.own;
  const tag = { tags: [] };
  await plant.update('dcim.DeviceType', { id: deviceType, comments: `${MASKED} anew` });
  const { tenant_id: tenant } = await plant.row('dcim_device', device);
  const before = JSON.parse(
    await desk.ask(desk.admin, `{ device(id: "${device}") { tags { nodes { id } } customFields } }`),
  );
  const { tags, customFields } = before.device as { tags: { nodes: object[] }; customFields: object };
  await plant.update('dcim.Device', { id: device, tenant: null, ...tag, customFields: { home: null, homes: [] } });
  await plant.update('dcim.Device', { id: device, tenant, tags: tags.nodes, customFields });
  const log = (actor: Actor) =>
    desk.bulk(
      '{ changeRecords(filter: { action: { eq: "update" } }) { nodes { objectType fields before after } } }',
      actor,
    );
  const [all, seen] = [await log(desk.admin), await log(desk.viewer())];
  expect(marksIn(all, [...hiddenMarks(), MASKED]).length).toBeGreaterThan(3);
  expect(marksIn(seen, [...hiddenMarks(), MASKED])).toEqual([]);
  for (const name of ['tenant', 'tags', 'customFields.home', 'customFields.homes']) expect(seen).toContain(`"${name}"`);
});

test('an archive takes an administrator, and holds one organization', async () => {
  const parts = { ...desk.desk.context(null, desk.admin), writer: desk.writer, files: desk.files };
  await expect(exportArchive({ ...parts, actor: desk.viewer() })).rejects.toThrow('Only administrators');
  const { manifest } = await exportArchive({ ...parts, actor: desk.neighbour });
  const devices = manifest.parts.find(({ type }) => type === 'dcim.Device');
  expect([manifest.organization, devices?.rows]).toEqual([expect.objectContaining({ slug: expect.any(String) }), 2]);
  expect(JSON.stringify(manifest)).not.toContain(desk.admin.organizationId);
});

test('an import of a NetBox reads and writes one organization', async () => {
  const load = (actor: Actor) =>
    importNetbox({
      writer: desk.writer,
      registry,
      actor,
      file: writeDump(deviceTables([{}, {}])),
      temporaryFolder: tmpdir(),
    });
  const before = await idsOf(desk.admin);
  const report = await load(desk.neighbour);
  expect(marksIn(JSON.stringify(report), [`${OURS}-`, ...before])).toEqual([]);
  expect(await idsOf(desk.admin)).toEqual(before);
  expect(report.totals.created).toBeGreaterThan(0);
});

describe('jobs and files', () => {
  test('of others are for who has a right to jobs, and for nobody of another organization', async () => {
    await desk.pool.query(
      `INSERT INTO core_job (organization_id, id, number, name, label, actor, actor_name, result)
       VALUES ($1, gen_random_uuid(), 1, 'job', $2, '{}', 'somebody', $3)`,
      [desk.admin.organizationId, `${HIDDEN}-${OURS}-job`, JSON.stringify({ [HIDDEN]: 1 })],
    );
    const jobs = (actor: Actor) => desk.ask(actor, '{ jobs { totalCount nodes { label result } } }');
    const { grants } = desk.viewer();
    const others = grants.map((one) => ({
      ...one,
      objectTypes: one.objectTypes.filter((type) => type !== 'core.Job'),
    }));
    expect(await jobs(desk.admin)).toContain(HIDDEN);
    expect(await jobs({ ...desk.viewer(), grants: others })).not.toContain(HIDDEN);
    expect(await jobs(desk.neighbour)).toBe('{"jobs":{"totalCount":0,"nodes":[]}}');
  });

  test('of a hidden object are not given out', async () => {
    const attached = async (objectId: string): Promise<string> => {
      const image = await desk.file(HIDDEN, desk.admin);
      const input = { objectType: 'dcim.Device', objectId, image, imageHeight: 1, imageWidth: 1 };
      await desk.desk.plant.make('extras.ImageAttachment', input);
      return image;
    };
    const [open, hidden] = [await attached(desk.own.device), await attached(desk.own.hiddenDevice)];
    expect(await desk.files.findFor(desk.viewer(), open)).toMatchObject({ id: open });
    for (const actor of [desk.viewer(), desk.neighbour])
      await expect(desk.files.findFor(actor, hidden)).rejects.toThrow();
    await expect(desk.files.findFor(desk.neighbour, open)).rejects.toThrow();
  });
});
