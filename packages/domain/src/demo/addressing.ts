import type { InputRow, Work } from '@plumbline/engine';
import { sites, vlans } from './network.ts';
import { make, type Made, to } from './make.ts';

const seedVlans = async (work: Work, made: Made): Promise<void> => {
  await make(
    work,
    made,
    'ipam.VlanGroup',
    'vlanGroup',
    sites.map((site) => ({
      name: site.code,
      row: {
        name: `${site.code} VLANs`,
        slug: `${site.code.toLowerCase()}-vlans`,
        scope: { site: to(made, `site/${site.code}`) },
      },
    })),
  );
  await make(
    work,
    made,
    'ipam.Vlan',
    'vlan',
    sites.flatMap((site) =>
      vlans.map((vlan) => ({
        name: `${site.code}/${vlan.vid}`,
        row: { ...vlan, site: to(made, `site/${site.code}`), group: to(made, `vlanGroup/${site.code}`) },
      })),
    ),
  );
};

const seedPrefixes = async (work: Work, made: Made): Promise<void> => {
  const container: InputRow = { prefix: '10.0.0.0/8', status: 'container', description: 'Private space (RFC 1918)' };
  const rows = sites.flatMap((site, index) => {
    const base = 16 + index;
    const scope = { site: to(made, `site/${site.code}`) };
    const tenant = to(made, `tenant/${site.tenant}`);
    return [
      { prefix: `10.${base}.0.0/16`, status: 'container', scope, tenant, description: `${site.city}` },
      { prefix: `2001:db8:${base}::/48`, status: 'container', scope, tenant, description: `${site.city}` },
      ...vlans.map((vlan) => ({
        prefix: `10.${base}.${vlan.vid % 256}.0/24`,
        scope,
        tenant,
        vlan: to(made, `vlan/${site.code}/${vlan.vid}`),
        description: vlan.name,
      })),
    ];
  });
  await work.create('ipam.Prefix', [container, { prefix: '2001:db8::/32', status: 'container' }, ...rows]);
  await make(work, made, 'ipam.Vrf', 'vrf', [
    { name: 'payments', row: { name: 'payments', rd: '64512:100', tenant: to(made, 'tenant/payments') } },
  ]);
};

const MANAGEMENT = ['Management1', 'fxp0', 'NET1', 'bmc'];

/** Gives each management port an address of its site and makes it the primary one. */
const seedHosts = async (work: Work, made: Made): Promise<void> => {
  const names = new Map([...made].filter(([key]) => key.startsWith('device/')).map(([key, id]) => [id, key.slice(7)]));
  const ports = await work.read.rows('dcim.Interface', {
    where: { name: MANAGEMENT },
    fields: ['id', 'name', 'device'],
  });
  const count = new Map<number, number>();
  const rows = ports
    .map((port) => ({ port, device: names.get(String(port['device'])) ?? '' }))
    .sort((a, b) => (a.device < b.device ? -1 : 1))
    .map(({ port, device }) => {
      const site = sites.findIndex((one) => device.startsWith(`${one.code.toLowerCase()}-`));
      const host = (count.get(site) ?? 9) + 1;
      count.set(site, host);
      return { port, device, address: `10.${16 + site}.10.${host}/24` };
    });
  const ids = await work.create(
    'ipam.IpAddress',
    rows.map(({ port, device, address }) => ({
      address,
      dnsName: `${device}.example.net`,
      assignedObject: { interface: { id: port['id'] } },
    })),
  );
  await work.update(
    'dcim.Device',
    rows.flatMap(({ port }, index) => {
      const id = ids[index];
      return id ? [{ id: port['device'], primaryIp4: { id } }] : [];
    }),
  );
};

/** VLANs, prefixes of every site and management addresses. */
export const seedAddressing = async (work: Work, made: Made): Promise<void> => {
  await seedVlans(work, made);
  await seedPrefixes(work, made);
  await seedHosts(work, made);
};
