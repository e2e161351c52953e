/**
 * JSON value of a setting as SQL: the organization's, else the deployment's, else null; a stored null counts as none.
 *
 * `key` and `organization` are SQL themselves; without an organization only the deployment is asked.
 */
export const settingValueSql = (key: string, organization: string | null): string => {
  const level =
    organization === null
      ? 'stored.organization_id IS NULL'
      : `(stored.organization_id = ${organization} OR stored.organization_id IS NULL)`;
  return `(SELECT stored.value FROM core_setting stored WHERE stored.key = ${key} AND ${level} AND stored.value <> 'null'::jsonb
    ORDER BY stored.organization_id NULLS LAST LIMIT 1)`;
};
