import { uuidv7 } from '@plumbline/engine';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool, PoolClient } from 'pg';
import { digestOf, hashPassword, newToken, randomSecret, tokenKey } from '@plumbline/domain';
import type { Config } from '../config.ts';

/** Credentials of the first administrator; kept in `admin.json` of the data folder, readable by its owner only. */
export interface AdminCredentials {
  readonly username: string;
  readonly password: string;
  readonly token: string;
}

/** What a start found or made. */
export interface FirstStart {
  /** Null when the organization existed already. */
  readonly created: AdminCredentials | null;
  readonly organizationId: string;
}

const LOCK = 0x706c_6673;

const fileOf = (dataDir: string): string => join(dataDir, 'admin.json');

/** Credentials of an earlier first start, or null. */
export const knownAdmin = (dataDir: string): AdminCredentials | null =>
  existsSync(fileOf(dataDir)) ? (JSON.parse(readFileSync(fileOf(dataDir), 'utf8')) as AdminCredentials) : null;

const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '') || 'main';

/** Counter of types that stand outside organizations. */
const EVERYWHERE = '00000000-0000-0000-0000-000000000000';

const NUMBERED = `INSERT INTO core_number_counter (organization_id, object_type, next)
  SELECT $1, t, 2 FROM unnest($2::text[]) AS t ON CONFLICT DO NOTHING`;

const createAll = async (client: PoolClient, config: Config, admin: AdminCredentials): Promise<string> => {
  const [organization, user, token] = [uuidv7(), uuidv7(), uuidv7()];
  const hash = await hashPassword(admin.password);
  await client.query('INSERT INTO core_organization (id, number, created, name, slug) VALUES ($1, 1, now(), $2, $3)', [
    organization,
    config.organization,
    slugOf(config.organization),
  ]);
  await client.query(
    "INSERT INTO users_user (id, number, created, username, is_superuser, password_hash) VALUES ($1, 1, now(), $2, true, convert_to($3, 'UTF8'))",
    [user, admin.username, hash],
  );
  await client.query('INSERT INTO users_membership (user_id, organization_id) VALUES ($1, $2)', [user, organization]);
  await client.query(
    `INSERT INTO users_api_token (organization_id, id, number, created, user_id, key_id, digest, description)
     VALUES ($1, $2, 1, now(), $3, $4, $5, 'made at the first start')`,
    [organization, token, user, tokenKey(admin.token), digestOf(admin.token)],
  );
  await client.query(NUMBERED, [EVERYWHERE, ['core.Organization', 'users.User', 'users.ApiToken']]);
  return organization;
};

const keep = (dataDir: string, admin: AdminCredentials): void => {
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(fileOf(dataDir), `${JSON.stringify(admin, null, 2)}\n`, { mode: 0o600 });
};

/**
 * Makes the organization and its administrator in an empty database; password and token are random unless configured.
 *
 * Configured values apply here only: a later change of the environment changes nobody's password.
 */
export const firstStart = async (system: Pool, config: Config): Promise<FirstStart> => {
  const client = await system.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    const { rows } = await client.query<{ id: string }>('SELECT id FROM core_organization ORDER BY number LIMIT 1');
    const admin = {
      username: config.adminUsername,
      password: config.adminPassword ?? randomSecret(12),
      token: config.adminToken ?? newToken(),
    };
    const organizationId = rows[0]?.id ?? (await createAll(client, config, admin));
    if (!rows[0]) keep(config.dataDir, admin);
    await client.query('COMMIT');
    return { created: rows[0] ? null : admin, organizationId };
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
};
