import { dropEventTablesSql, eventTablesSql } from '../events/system-tables.ts';
import { secretTablesSql } from '../secrets/system-tables.ts';

const changes = [
  'CREATE SEQUENCE core_change_set_number AS integer',
  'CREATE SEQUENCE core_change_record_number AS integer CYCLE',
  `CREATE TABLE core_change_set (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    number integer NOT NULL DEFAULT nextval('core_change_set_number'),
    row_version integer NOT NULL DEFAULT 1,
    last_updated timestamptz,
    created_by uuid,
    last_updated_by uuid,
    actor_user_id uuid,
    actor_token_id uuid,
    actor_name text NOT NULL,
    source text NOT NULL,
    reason text,
    request_id text NOT NULL,
    created timestamptz NOT NULL DEFAULT now(),
    reverts_id uuid,
    PRIMARY KEY (organization_id, id)
  )`,
  'CREATE INDEX ix_core_change_set_reverts ON core_change_set (organization_id, reverts_id) WHERE reverts_id IS NOT NULL',
  'CREATE INDEX ix_core_change_set_created ON core_change_set (organization_id, created DESC, id)',
  `CREATE TABLE core_change_record (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    number integer NOT NULL DEFAULT nextval('core_change_record_number'),
    row_version integer NOT NULL DEFAULT 1,
    last_updated timestamptz,
    created_by uuid,
    last_updated_by uuid,
    created timestamptz NOT NULL DEFAULT now(),
    change_set_id uuid NOT NULL,
    object_type text NOT NULL,
    object_id uuid NOT NULL,
    object_number integer,
    object_version integer,
    display text,
    action text NOT NULL CHECK (action IN ('create', 'update', 'delete', 'reveal')),
    fields jsonb,
    before jsonb,
    after jsonb,
    changed_at timestamptz NOT NULL DEFAULT now(),
    actor_user_id uuid,
    actor_name text NOT NULL,
    source text NOT NULL,
    request_id text NOT NULL,
    PRIMARY KEY (organization_id, id, changed_at)
  ) PARTITION BY RANGE (changed_at)`,
  'CREATE TABLE core_change_record_default PARTITION OF core_change_record DEFAULT',
  'CREATE INDEX ix_core_change_record_object ON core_change_record (organization_id, object_id, changed_at DESC)',
  'CREATE INDEX ix_core_change_record_set ON core_change_record (organization_id, change_set_id)',
  'CREATE INDEX ix_core_change_record_time ON core_change_record (organization_id, changed_at DESC)',
  `CREATE FUNCTION core_change_record_partition(month date) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    first date := date_trunc('month', month);
    name text := 'core_change_record_' || to_char(first, 'YYYYMM');
  BEGIN
    IF to_regclass(name) IS NOT NULL THEN RETURN; END IF;
    EXECUTE format('CREATE TABLE %I (LIKE core_change_record INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
    EXECUTE format('WITH moved AS (DELETE FROM core_change_record_default
      WHERE changed_at >= %L AND changed_at < %L RETURNING *) INSERT INTO %I SELECT * FROM moved',
      first, first + interval '1 month', name);
    EXECUTE format('ALTER TABLE core_change_record ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
      name, first, first + interval '1 month');
  END $$`,
];

const outbox = [
  'CREATE SEQUENCE core_outbox_sequence',
  `CREATE TABLE core_outbox (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
    sequence bigint,
    object_type text NOT NULL,
    object_id uuid NOT NULL,
    action text NOT NULL,
    change_record_id uuid,
    payload jsonb,
    created timestamptz NOT NULL DEFAULT now(),
    size integer NOT NULL DEFAULT 1,
    record_ids uuid[],
    object_ids uuid[]
  )`,
  'CREATE INDEX ix_core_outbox_waiting ON core_outbox (transaction_id, id) WHERE sequence IS NULL',
  'CREATE UNIQUE INDEX ix_core_outbox_sequence ON core_outbox (sequence) WHERE sequence IS NOT NULL',
];

const search = [
  'CREATE EXTENSION IF NOT EXISTS pg_trgm',
  `CREATE TABLE core_search (
    organization_id uuid NOT NULL,
    object_type text NOT NULL,
    object_id uuid NOT NULL,
    field text NOT NULL,
    value text NOT NULL,
    address inet,
    weight integer NOT NULL,
    PRIMARY KEY (organization_id, object_id, field)
  )`,
  'CREATE INDEX ix_core_search_value ON core_search USING gin (value gin_trgm_ops)',
  `CREATE INDEX ix_core_search_start ON core_search
    (organization_id, object_type, lower(left(value, 100)) text_pattern_ops)`,
  'CREATE INDEX ix_core_search_address ON core_search USING gist (organization_id, address inet_ops) WHERE address IS NOT NULL',
];

const settings = [
  `CREATE TABLE core_setting (
    id uuid PRIMARY KEY,
    organization_id uuid,
    key text NOT NULL,
    value jsonb NOT NULL,
    version integer NOT NULL DEFAULT 1,
    changed_at timestamptz NOT NULL DEFAULT now(),
    changed_by uuid,
    changed_by_name text,
    UNIQUE NULLS NOT DISTINCT (organization_id, key)
  )`,
  `CREATE TABLE core_setting_history (
    setting_id uuid NOT NULL REFERENCES core_setting (id) ON DELETE CASCADE,
    version integer NOT NULL,
    value jsonb NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    changed_by uuid,
    changed_by_name text,
    reason text,
    PRIMARY KEY (setting_id, version)
  )`,
];

const requests = [
  `CREATE TABLE core_number_counter (
    organization_id uuid NOT NULL,
    object_type text NOT NULL,
    next bigint NOT NULL,
    PRIMARY KEY (organization_id, object_type)
  )`,
  `CREATE TABLE core_idempotency (
    organization_id uuid NOT NULL,
    actor_key text NOT NULL,
    field text NOT NULL,
    key text NOT NULL,
    input_hash text NOT NULL,
    response jsonb,
    created timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, actor_key, field, key)
  )`,
  'CREATE INDEX ix_core_idempotency_created ON core_idempotency (created)',
];

const imports = [
  `CREATE TABLE core_provenance (
    organization_id uuid NOT NULL,
    source text NOT NULL,
    source_type text NOT NULL,
    source_id text NOT NULL,
    object_type text NOT NULL,
    object_id uuid NOT NULL,
    brought bytea,
    PRIMARY KEY (organization_id, source, source_type, source_id)
  )`,
  'CREATE INDEX ix_core_provenance_object ON core_provenance (organization_id, object_id)',
  `CREATE TABLE core_import_finding (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    change_set_id uuid NOT NULL,
    job_id uuid,
    object_type text NOT NULL,
    object_id uuid,
    source text,
    source_type text,
    source_id text,
    code text NOT NULL,
    path text NOT NULL,
    message text NOT NULL,
    details jsonb,
    created timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, id)
  )`,
  'CREATE INDEX ix_core_import_finding_object ON core_import_finding (organization_id, object_id)',
  `CREATE TABLE core_raw_row (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    source text NOT NULL,
    source_type text NOT NULL,
    source_id text,
    object_type text,
    object_id uuid,
    payload bytea NOT NULL,
    created timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, id)
  )`,
  'CREATE INDEX ix_core_raw_row_source ON core_raw_row (organization_id, source, source_type, source_id)',
  `CREATE TABLE core_import_checkpoint (
    organization_id uuid NOT NULL,
    source text NOT NULL,
    import_key text NOT NULL,
    step text NOT NULL,
    batch integer NOT NULL,
    rows integer NOT NULL,
    state jsonb NOT NULL,
    created timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, source, import_key, step, batch)
  )`,
];

const shared = [
  `CREATE TABLE extras_tagged_item (
    organization_id uuid NOT NULL,
    object_type text NOT NULL,
    object_id uuid NOT NULL,
    tag_id uuid NOT NULL,
    PRIMARY KEY (organization_id, object_type, object_id, tag_id)
  )`,
  'CREATE INDEX ix_extras_tagged_item_tag ON extras_tagged_item (organization_id, tag_id)',
  `CREATE TABLE extras_choice (
    organization_id uuid NOT NULL,
    choice_set text NOT NULL,
    value text NOT NULL,
    label text NOT NULL,
    color text,
    PRIMARY KEY (organization_id, choice_set, value)
  )`,
];

/** Tables the write pipeline keeps beside the entities' own; the first migration runs these statements in order. */
export const systemTablesSql: readonly string[] = [
  ...changes,
  ...outbox,
  ...eventTablesSql,
  ...search,
  ...settings,
  ...requests,
  ...imports,
  ...shared,
  ...secretTablesSql,
];

/** Undoes `systemTablesSql`, in an order that respects dependencies. */
export const dropSystemTablesSql: readonly string[] = [
  ...dropEventTablesSql,
  'DROP TABLE core_data_key',
  'DROP SEQUENCE core_data_key_number',
  'DROP TABLE extras_choice, extras_tagged_item, core_import_checkpoint, core_raw_row, core_import_finding, core_provenance',
  'DROP TABLE core_idempotency, core_number_counter, core_setting_history, core_setting, core_search, core_outbox',
  'DROP SEQUENCE core_outbox_sequence',
  'DROP TABLE core_change_record, core_change_set',
  'DROP SEQUENCE core_change_record_number, core_change_set_number',
  'DROP FUNCTION core_change_record_partition(date)',
];
