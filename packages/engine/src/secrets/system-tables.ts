/** Tables of secrets; the first migration runs these statements in order. */
export const secretTablesSql: readonly string[] = [
  'CREATE SEQUENCE core_data_key_number AS bigint',
  `CREATE TABLE core_data_key (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    number bigint NOT NULL DEFAULT nextval('core_data_key_number'),
    wrapped bytea NOT NULL,
    created timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, id)
  )`,
];
