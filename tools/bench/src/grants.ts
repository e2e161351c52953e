import { registry, SESSION_OPTIONS } from '@plumbline/domain';
import type { Actor, Grant } from '@plumbline/engine';
import { Pool } from 'pg';
import { benchActor } from './actor.ts';
import { BENCH_ORGANIZATION } from './fill.ts';
import { inProcess, loadCases, openReader, timed } from './reads.ts';

/** Milliseconds of one actor. */
export interface Spread {
  readonly median: number;
  readonly p95: number;
}

/** What a query takes the administrator, and a user who sees three quarters of the sites. */
export interface GrantFigure {
  readonly name: string;
  readonly admin: Spread;
  readonly member: Spread;
  /** Of the 95th percentiles. */
  readonly ratio: number;
}

/** Share of the sites that the user sees. */
const SHARE = 0.75;

const view = (objectTypes: readonly string[], predicate: Grant['predicate']): Grant => ({
  objectTypes,
  actions: ['view'],
  predicate,
  fields: null,
});

/** Three permissions with conditions, and one on all other types. */
const grantsOf = (types: readonly string[]): Grant[] => {
  const own = { id: { in: '$site' } };
  const limited: Readonly<Record<string, Grant['predicate']>> = {
    'dcim.Site': own,
    'dcim.Device': { site: own },
    'dcim.Interface': { device: { site: own } },
  };
  const others = types.filter((type) => limited[type] === undefined);
  return [...Object.entries(limited).map(([type, predicate]) => view([type], predicate)), view(others, null)];
};

const SITES =
  'SELECT id FROM dcim_site WHERE organization_id = $1 ORDER BY id LIMIT (SELECT ($2::float8 * count(*))::int FROM dcim_site)';

const memberOf = async (url: string, types: readonly string[]): Promise<Actor> => {
  const pool = new Pool({ connectionString: url, max: 1, options: SESSION_OPTIONS });
  const { rows } = await pool.query<{ id: string }>(SITES, [BENCH_ORGANIZATION, SHARE]);
  await pool.end();
  const bindings = { user: null, tenants: [], sites: rows.map(({ id }) => id) };
  return { ...benchActor, superuser: false, grants: grantsOf(types), bindings };
};

const spreadOf = (times: readonly number[]): Spread => {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { median: at(0.5), p95: at(0.95) };
};

/** Rounds before the first that counts. */
const WARM = 20;

/** Asks every query as the administrator and as the user by turns; each request is an actor of its own, as on a server. */
export const measureGrants = async (url: string, rounds: number, only: string | null): Promise<GrantFigure[]> => {
  const { reader, pool } = openReader(url);
  const member = await memberOf(
    url,
    registry.models.map(({ name }) => name),
  );
  const figures: GrantFigure[] = [];
  for (const one of loadCases(only)) {
    const times: { admin: number[]; member: number[] } = { admin: [], member: [] };
    for (let round = -WARM; round < rounds; round++) {
      const admin = await timed(() => inProcess({ reader, pool }, one, { ...benchActor }));
      const limited = await timed(() => inProcess({ reader, pool }, one, { ...member }));
      if (round < 0) continue;
      times.admin.push(admin);
      times.member.push(limited);
    }
    const [admin, limited] = [spreadOf(times.admin), spreadOf(times.member)];
    figures.push({ name: one.name, admin, member: limited, ratio: limited.p95 / admin.p95 });
  }
  await pool.end();
  return figures;
};
