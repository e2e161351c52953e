/** How far readers of events came, and events that one of them gave up; the first migration runs these statements in order. */
export const eventTablesSql: readonly string[] = [
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

/** Undoes `eventTablesSql`. */
export const dropEventTablesSql: readonly string[] = ['DROP TABLE core_parked_event, core_consumer'];
