import { Conflict } from '@plumbline/kit';
import { uuidv7 } from '../write/uuid.ts';
import { settingValueSql } from './sql.ts';

/** The part of a connection settings need. */
export interface SettingsDb {
  query<T = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<T[]>;
}

/** A stored setting; `organizationId` null is the deployment's. */
export interface Setting {
  readonly organizationId: string | null;
  readonly key: string;
  readonly value: unknown;
  readonly version: number;
}

/** One earlier or current value of a setting. */
export interface SettingVersion {
  readonly version: number;
  readonly value: unknown;
  readonly changedAt: Date;
  readonly changedByName: string | null;
  readonly reason: string | null;
}

/** Who changes a setting and why. */
export interface SettingEdit {
  readonly userId: string | null;
  readonly name: string;
  readonly reason?: string;
  /** Version the caller read; refused when the setting moved on. Absent: any. */
  readonly expectedVersion?: number;
  /** Input path that a refusal names. */
  readonly path?: string;
}

/** Value of a setting for an organization, else for the deployment, else null; a stored null counts as none. */
export const readSetting = async (db: SettingsDb, organizationId: string | null, key: string): Promise<unknown> => {
  const rows = await db.query<{ value: unknown }>(`SELECT ${settingValueSql('$1', '$2')} AS value`, [
    key,
    organizationId,
  ]);
  return rows[0]?.value ?? null;
};

/** Settings stored at one level, by key. */
export const listSettings = (db: SettingsDb, organizationId: string | null): Promise<Setting[]> =>
  db.query<Setting>(
    `SELECT organization_id AS "organizationId", key, value, version FROM core_setting
     WHERE organization_id IS NOT DISTINCT FROM $1 ORDER BY key`,
    [organizationId],
  );

const UPSERT = `INSERT INTO core_setting AS s (id, organization_id, key, value, changed_by, changed_by_name)
  VALUES ($1, $2, $3, $4::jsonb, $5, $6)
  ON CONFLICT (organization_id, key) DO UPDATE
  SET value = excluded.value, version = s.version + 1, changed_at = now(), changed_by = excluded.changed_by,
      changed_by_name = excluded.changed_by_name
  RETURNING id, version`;

const HISTORY = `INSERT INTO core_setting_history (setting_id, version, value, changed_by, changed_by_name, reason)
  VALUES ($1, $2, $3::jsonb, $4, $5, $6)`;

/**
 * Stores a setting and its version in the history; run it inside a transaction. Gives the new version.
 *
 * @throws Conflict `STALE_WRITE` when the setting changed since `expectedVersion`.
 */
export const writeSetting = async (
  db: SettingsDb,
  organizationId: string | null,
  key: string,
  value: unknown,
  edit: SettingEdit,
): Promise<number> => {
  const json = JSON.stringify(value);
  const [stored] = await db.query<{ id: string; version: number }>(UPSERT, [
    uuidv7(),
    organizationId,
    key,
    json,
    edit.userId,
    edit.name,
  ]);
  if (!stored) throw new Error(`The setting ${key} was not stored.`);
  if (edit.expectedVersion !== undefined && stored.version !== edit.expectedVersion + 1)
    throw new Conflict(
      'STALE_WRITE',
      `The setting ${key} is at version ${stored.version - 1}, not ${edit.expectedVersion}.`,
      edit.path ?? 'value',
    );
  await db.query(HISTORY, [stored.id, stored.version, json, edit.userId, edit.name, edit.reason ?? null]);
  return stored.version;
};

/** All versions of a setting, newest first. */
export const settingHistory = (db: SettingsDb, organizationId: string | null, key: string): Promise<SettingVersion[]> =>
  db.query<SettingVersion>(
    `SELECT h.version, h.value, h.changed_at AS "changedAt", h.changed_by_name AS "changedByName", h.reason
     FROM core_setting_history h JOIN core_setting s ON s.id = h.setting_id
     WHERE s.organization_id IS NOT DISTINCT FROM $1 AND s.key = $2 ORDER BY h.version DESC`,
    [organizationId, key],
  );
