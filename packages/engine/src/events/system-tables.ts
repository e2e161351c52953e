const readers = [
  `CREATE TABLE core_consumer (
    name text PRIMARY KEY,
    sequence bigint NOT NULL,
    ahead jsonb NOT NULL DEFAULT '{}',
    attempts integer NOT NULL DEFAULT 0,
    next_try timestamptz,
    last_error text,
    changed_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE core_parked_event (
    consumer text NOT NULL,
    sequence bigint NOT NULL,
    organization_id uuid NOT NULL,
    object_type text NOT NULL,
    object_id uuid NOT NULL,
    action text NOT NULL,
    error text NOT NULL,
    attempts integer NOT NULL,
    again boolean NOT NULL DEFAULT false,
    parked_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, sequence)
  )`,
];

const deliveries = [
  'CREATE SEQUENCE extras_webhook_delivery_number AS integer CYCLE',
  `CREATE TABLE extras_webhook_delivery (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    number integer NOT NULL DEFAULT nextval('extras_webhook_delivery_number'),
    row_version integer NOT NULL DEFAULT 1,
    created timestamptz NOT NULL DEFAULT now(),
    last_updated timestamptz,
    created_by uuid,
    last_updated_by uuid,
    event_rule_id uuid,
    event_rule_name text NOT NULL,
    webhook_id uuid,
    target text NOT NULL,
    event_type text NOT NULL,
    sequence bigint NOT NULL,
    object_type text NOT NULL,
    object_id uuid NOT NULL,
    object_display text NOT NULL,
    state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'failed')),
    attempts integer NOT NULL DEFAULT 0,
    next_try timestamptz,
    finished_at timestamptz,
    duration_ms integer,
    status integer,
    error text,
    event jsonb NOT NULL,
    request jsonb,
    response jsonb,
    PRIMARY KEY (organization_id, id)
  )`,
  `CREATE INDEX ix_extras_webhook_delivery_pending ON extras_webhook_delivery (organization_id, webhook_id, sequence, id)
    WHERE state = 'pending'`,
  'CREATE INDEX ix_extras_webhook_delivery_created ON extras_webhook_delivery (organization_id, created DESC, id)',
  'CREATE INDEX ix_extras_webhook_delivery_webhook ON extras_webhook_delivery (organization_id, webhook_id, created DESC)',
  `CREATE TABLE extras_webhook_line (
    organization_id uuid NOT NULL,
    webhook_id uuid NOT NULL,
    failures integer NOT NULL DEFAULT 0,
    open_since timestamptz,
    next_try timestamptz,
    last_success timestamptz,
    last_failure timestamptz,
    last_error text,
    PRIMARY KEY (organization_id, webhook_id)
  )`,
];

/** Readers of events, and what webhooks are sent; the first migration runs these statements in order. */
export const eventTablesSql: readonly string[] = [...readers, ...deliveries];

/** Undoes `eventTablesSql`. */
export const dropEventTablesSql: readonly string[] = [
  'DROP TABLE extras_webhook_line, extras_webhook_delivery, core_parked_event, core_consumer',
  'DROP SEQUENCE extras_webhook_delivery_number',
];
