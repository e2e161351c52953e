import type { Contract, GraphHost, RenderPool, RenderRequest, RenderResult, SetQuery } from '../src/index.ts';

type Row = Readonly<Record<string, string | null>>;

/** A contract of switches with ports, as a host would make one. */
export const contract: Contract = {
  types: {
    'net.Switch': {
      name: 'net.Switch',
      label: 'switch',
      aliases: { pk: 'id', hostname: 'name', custom_fields: 'cf' },
      fields: {
        id: { kind: 'value', field: 'id', value: 'text', empty: null },
        display: { kind: 'value', field: 'display', value: 'text', empty: '' },
        name: { kind: 'value', field: 'name', value: 'text', empty: null },
        status: { kind: 'value', field: 'status', value: 'text', empty: null, choices: { active: 'Active' } },
        weight: { kind: 'value', field: 'weight', value: 'decimal', empty: null },
        custom_field_data: { kind: 'value', field: 'customFields', value: 'customFields', empty: null },
        site: { kind: 'one', field: 'site', target: 'net.Site' },
        ports: { kind: 'many', field: 'ports', target: 'net.Port' },
      },
    },
    'net.Site': {
      name: 'net.Site',
      label: 'site',
      aliases: {},
      fields: {
        display: { kind: 'value', field: 'display', value: 'text', empty: '' },
        name: { kind: 'value', field: 'name', value: 'text', empty: null },
      },
    },
    'net.Port': {
      name: 'net.Port',
      label: 'port',
      aliases: {},
      fields: {
        display: { kind: 'value', field: 'display', value: 'text', empty: '' },
        name: { kind: 'value', field: 'name', value: 'text', empty: null },
        mtu: { kind: 'value', field: 'mtu', value: 'int', empty: null },
        enabled: { kind: 'value', field: 'enabled', value: 'bool', empty: null },
        address: { kind: 'value', field: 'address', value: 'network', empty: null },
        owner: { kind: 'arc', field: 'owner', targets: { switch: 'net.Switch', site: 'net.Site' } },
        lag: { kind: 'one', field: 'lag', target: 'net.Port' },
      },
    },
  },
};

/** A host over rows in memory that counts what it is asked. */
export class TestHost implements GraphHost {
  readonly questions: string[] = [];
  readonly data: Record<string, Record<string, Row>> = { 'net.Switch': {}, 'net.Site': {}, 'net.Port': {} };
  readonly edges: Record<string, readonly string[]> = {};
  readonly templates: Record<string, string> = {};
  /** Custom fields of switches that hold records, with their type. */
  objects: Readonly<Record<string, string>> = {};

  /** Adds switches `sw1`, `sw2`, ... with ports of their own. */
  constructor(switches = 1, ports = 4) {
    this.data['net.Site'] = { s1: { display: 'Here', name: 'Here' } };
    for (let s = 1; s <= switches; s++) {
      const ids = Array.from({ length: ports }, (_, i) => `sw${s}p${i + 1}`);
      this.data['net.Switch'] = { ...this.data['net.Switch'], [`sw${s}`]: switchRow(s) };
      this.edges[`sw${s}`] = ids;
      for (const [i, id] of ids.entries())
        this.data['net.Port'] = { ...this.data['net.Port'], [id]: portRow(s, i + 1, ids[0] ?? '') };
    }
  }

  async rows(type: string, fields: readonly string[], ids: readonly string[]) {
    this.questions.push(`rows ${type} ${ids.length}`);
    return ids.map((id) => {
      const row = this.data[type]?.[id];
      return row ? fields.map((field) => row[field] ?? null) : null;
    });
  }

  async related(_type: string, field: string, _target: string, ids: readonly string[], query: SetQuery) {
    this.questions.push(`related ${field} ${ids.length} ${JSON.stringify(query)}`);
    return ids.map((id) => this.edges[id] ?? []);
  }

  async list(type: string) {
    this.questions.push(`list ${type}`);
    return Object.keys(this.data[type] ?? {});
  }

  async contexts(ids: readonly string[]) {
    this.questions.push(`contexts ${ids.length}`);
    return ids.map((id) => `{"of":"${id}"}`);
  }

  async objectFields(type: string) {
    this.questions.push(`objectFields ${type}`);
    return this.objects;
  }

  async template(name: string) {
    this.questions.push(`template ${name}`);
    const source = this.templates[name];
    return source === undefined ? null : { source };
  }
}

const switchRow = (s: number): Row => ({
  id: `sw${s}`,
  display: `Switch ${s}`,
  name: `sw${s}`,
  status: 'active',
  weight: '1.5',
  customFields: '{"asn": 65001}',
  site: 's1',
});

const portRow = (s: number, p: number, lag: string): Row => ({
  display: `eth${p}`,
  name: `eth${p}`,
  mtu: p % 2 ? '9214' : null,
  enabled: p === 2 ? 'f' : 't',
  address: `10.0.${s}.${p}/24`,
  owner: `switch sw${s}`,
  lag: p === 1 ? null : lag,
});

/** Renders a source for `sw1`. */
export const renderWith = (
  pool: RenderPool,
  host: GraphHost,
  source: string,
  more: Partial<RenderRequest> = {},
): Promise<RenderResult> =>
  pool.render({
    name: 'main',
    source,
    options: { undefined: 'strict' },
    contract,
    contexts: ['{"ntp":["10.0.0.1"],"name":"context"}'],
    values: {},
    roots: { device: { kind: 'record', type: 'net.Switch', id: 'sw1' } },
    contextual: ['net.Switch'],
    host,
    ...more,
  });
