import { RenderPool } from '../src/index.ts';
import { renderWith, TestHost } from './host.ts';

const pool = new RenderPool({ size: 1 });
afterAll(() => pool.stop());

const host = new TestHost();
host.templates['greeting'] = 'hello {{ device.name }}';

const text = async (source: string): Promise<string> => {
  const { text: given, problems } = await renderWith(pool, host, source);
  return given ?? problems.map(({ kind, message }) => `${kind}: ${message}`).join('\n');
};

test.each([
  ['{{ device }} {{ device.name }} {{ device.hostname }} {{ device.pk }}', 'Switch 1 sw1 sw1 sw1'],
  ['{{ device.get_status_display() }} {{ device.weight }} {{ device.cf.asn + 1 }}', 'Active 1.5 65002'],
  ['{{ device.site.name }} {{ device.site == device.ports[0].owner.site }}', 'Here True'],
  ['{{ device.ports[1].mtu }} {{ device.ports[0].mtu + 1 }} {{ device.ports[1].enabled }}', 'None 9215 False'],
  ['{{ device.ports | map(attribute="name") | join(",") }}', 'eth1,eth2,eth3,eth4'],
  ['{{ device.ports.all()[1:3] | map("string") | list }} {{ device.ports | length }}', "['eth2', 'eth3'] 4"],
  ['{{ device.ports.first() }} {{ device.ports.last() }} {{ device.ports.reverse().first() }}', 'eth1 eth4 eth4'],
  ['{{ device.ports.values_list("name", flat=True) | list }}', "['eth1', 'eth2', 'eth3', 'eth4']"],
  ['{{ device.ports.values_list("name", "lag__name")[1] }}', "('eth2', 'eth1')"],
  ['{{ device.ports.values_list("mtu", flat=True).distinct() | list }}', '[9214, None]'],
  ['{{ device.ports.distinct().values_list("mtu", flat=True) | list }}', '[9214, None]'],
  [
    '{{ device.ports.distinct("mtu") | map("string") | list }} {{ device.ports.distinct().count() }}',
    "['eth1', 'eth2'] 4",
  ],
  ['{{ device.ports.order_by("name").distinct("lag__name", "mtu").first() }}', 'eth1'],
  ['{{ device.ports[:2].distinct("mtu") }}', 'TypeError: Cannot filter or sort a set once a slice has been taken.'],
  ['{{ device.ports.values("name")[0] }}', "{'name': 'eth1'}"],
  [
    '{{ device.ports.none().exists() }} {{ device.ports.count() }} {{ device.ports[0] in device.ports }}',
    'False 4 True',
  ],
  ['{{ device.ports.all() }}', '<QuerySet [<Port: eth1>, <Port: eth2>, <Port: eth3>, <Port: eth4>]>'],
  ['{{ device.get_config_context().of }} {{ ntp[0] }} {{ name }}', 'sw1 10.0.0.1 context'],
  [
    '{% set net = device.ports[2].address %}{{ net.ip + 1 }} {{ net.netmask }} {{ net[1] }}',
    '10.0.1.4 255.255.255.0 10.0.1.1',
  ],
  [
    '{% set net = device.ports[2].address %}{{ net.broadcast }} {{ net.size }} {{ net.cidr }}',
    '10.0.1.255 256 10.0.1.0/24',
  ],
  ['{% include "greeting" %}', 'hello sw1'],
  ['{{ device.nothing }}', "UndefinedError: 'Switch object' has no attribute 'nothing'"],
  ['{{ device.ports.values_list("nope") }}', "FieldError: Cannot resolve keyword 'nope' into field of port."],
  ['{{ device.ports.get() }}', 'MultipleObjectsReturned: get() found more than one port.'],
  ['{% include "absent" %}', 'TemplateNotFound: absent'],
])('%s', async (source, expected) => {
  expect(await text(source)).toBe(expected);
});

test('a loop over ports asks as often for five hundred as for two', async () => {
  const source =
    '{% for p in device.ports %}{{ p.name }} {{ p.mtu }} {{ p.lag.name if p.lag }} {{ p.owner.site.name }}{% endfor %}';
  const asked = async (ports: number): Promise<string[]> => {
    const own = new TestHost(1, ports);
    const { problems } = await renderWith(pool, own, source);
    expect(problems).toEqual([]);
    return own.questions.map((question) => question.replaceAll(/\d+/g, 'n'));
  };
  expect(await asked(500)).toEqual(await asked(2));
});

test('conditions reach the host with plain values, once for all siblings', async () => {
  const own = new TestHost(3, 2);
  await renderWith(
    pool,
    own,
    '{% for s in all %}{{ s.ports.filter(owner=s, name__in=["a", 1]).count() }}{% endfor %}',
    {
      roots: { all: { kind: 'list', type: 'net.Switch', conditions: [] } },
    },
  );
  const related = own.questions.filter((question) => question.startsWith('related'));
  expect(related).toHaveLength(3); // the owner differs
  expect(related[0]).toContain('"value":["a",1]');
  const shared = new TestHost(3, 2);
  await renderWith(pool, shared, '{% for s in all %}{{ s.ports.exclude(mtu=9214).count() }}{% endfor %}', {
    roots: { all: { kind: 'list', type: 'net.Switch', conditions: [] } },
  });
  expect(shared.questions.filter((question) => question.startsWith('related'))).toEqual([
    'related ports 3 {"calls":[{"negated":true,"conditions":[{"path":"mtu","value":9214}]}],"order":[]}',
  ]);
});

test('a row the caller may not see has nothing in it', async () => {
  const own = new TestHost();
  delete own.data['net.Site']?.['s1'];
  const { text: given } = await renderWith(pool, own, '{{ device.site.name }}|{{ device.site }}');
  expect(given).toBe('None|site s1');
});

test('the digest of the answers changes with what was read, and only then', async () => {
  const own = new TestHost();
  const digest = async (): Promise<string> => (await renderWith(pool, own, '{{ device.name }}')).answersHash;
  const first = await digest();
  expect(await digest()).toBe(first);
  own.data['net.Switch'] = { sw1: { ...own.data['net.Switch']?.['sw1'], name: 'other' } };
  expect(await digest()).not.toBe(first);
});

describe('custom fields that name objects', () => {
  const own = new TestHost(2, 2);
  const cf = (data: object): object => ({ customFields: JSON.stringify(data) });
  own.data['net.Site'] = { ...own.data['net.Site'], s2: { id: 's2', display: 'There', name: 'There' } };
  own.data['net.Site']['s1'] = { id: 's1', display: 'Here', name: 'Here' };
  own.data['net.Switch'] = {
    sw1: {
      ...own.data['net.Switch']?.['sw1'],
      ...cf({ hall: 's1', halls: ['s2', 'gone', 's1'], away: 'gone', asn: 1 }),
    },
    sw2: { ...own.data['net.Switch']?.['sw2'], ...cf({ hall: 's2', halls: [], away: null, asn: 2 }) },
  };
  own.objects = { hall: 'net.Site', halls: 'net.Site', away: 'net.Site', odd: 'net.Unknown' };
  const answer = async (source: string): Promise<string | null> => {
    own.questions.length = 0;
    const roots = {
      device: { kind: 'record', type: 'net.Switch', id: 'sw1' },
      all: { kind: 'list', type: 'net.Switch', conditions: [] },
    } as const;
    const { text: given, problems } = await renderWith(pool, own, source, { roots });
    expect(problems).toEqual([]);
    return given;
  };

  test('give records, of which hidden ones are none', async () => {
    expect(await answer('{{ device.cf.hall.name }} {{ device.cf.asn }} {{ device.custom_fields.away }}')).toBe(
      'Here 1 None',
    );
    expect(await answer('{{ device.cf.halls | map(attribute="name") | join(",") }}')).toBe('There,Here');
    expect(await answer('{{ device.custom_field_data.hall }} {{ device.custom_field_data.halls }}')).toBe(
      "s1 ['s2', 'gone', 's1']",
    );
    expect(await answer('{{ device.cf.hall == device.site }} {{ device.cf.items() | length }}')).toBe('True 4');
  });

  test('are read for all siblings together', async () => {
    expect(
      await answer(
        '{% for s in all %}{{ s.cf.hall.name }} {% for h in s.cf.halls %}{{ h.name }} {% endfor %}{% endfor %}',
      ),
    ).toBe('Here There Here There ');
    expect(own.questions.filter((question) => question.startsWith('rows net.Site')).length).toBeLessThanOrEqual(3);
  });
});
