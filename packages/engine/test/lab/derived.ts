import { derived, type DerivedQuery, type RowRef } from '../../src/registry/derived.ts';

interface Around {
  readonly rows: readonly RowRef[];
  readonly ports: number;
}

interface Near {
  readonly id: string;
  readonly type: string;
  readonly near: string;
  readonly ports: number;
}

const NEAR = `WITH asked AS (SELECT id, site_id, primary_address_id FROM lab_device WHERE organization_id = $1 AND id = ANY($2::uuid[]))
  SELECT a.id, n.type, n.id AS near, (SELECT count(*)::int FROM lab_port p WHERE p.device_id = a.id) AS ports
  FROM asked a CROSS JOIN LATERAL (
    SELECT 'lab.Port' AS type, p.id, 1 AS part, p.number FROM lab_port p WHERE p.device_id = a.id
    UNION ALL SELECT 'lab.Device', d.id, 2, d.number FROM lab_device d WHERE d.site_id = a.site_id AND d.id <> a.id
    UNION ALL SELECT 'lab.Site', a.site_id, 3, 0
    UNION ALL SELECT 'lab.Address', a.primary_address_id, 4, 0 WHERE a.primary_address_id IS NOT NULL) n
  ORDER BY a.id, n.part, n.number`;

/** What is around devices; two statements, as loaders may take several. */
const around = async (
  query: DerivedQuery,
  organizationId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Around>> => {
  const found = new Map<string, { rows: RowRef[]; ports: number }>();
  for (const { id, type, near, ports } of (await query(NEAR, [organizationId, ids])) as Near[]) {
    const own = found.get(id) ?? { rows: [], ports };
    found.set(id, own);
    own.rows.push({ type, id: near });
  }
  const [first] = (await query('SELECT count(*)::int AS ids FROM unnest($1::uuid[])', [ids])) as { ids: number }[];
  if (first?.ids !== ids.length) throw new Error('The second statement saw other ids.');
  return found;
};

/** Derived fields of the lab: rows of several entities around a device, and two values of the same loader. */
export const labDerived = [
  derived('lab.Device', {
    load: around,
    edges: {
      around: {
        union: 'LabNear',
        targets: ['lab.Port', 'lab.Device', 'lab.Address', 'lab.Moon'],
        help: 'Ports, devices of the site and the address; the site is no target.',
        expected: 3,
        of: ({ rows }) => rows,
      },
    },
    values: {
      busy: { kind: 'bool', help: 'Whether it has ports.', of: ({ ports }) => ports > 0 },
      roomName: { kind: 'text', help: 'A text to quote.', of: ({ ports }) => (ports > 1 ? `"${ports}"\n` : null) },
    },
  }),
];
