const stamps = `row_version integer NOT NULL DEFAULT 1,
    created timestamptz NOT NULL DEFAULT now(),
    last_updated timestamptz,
    created_by uuid,
    last_updated_by uuid`;

const jobs = [
  'CREATE SEQUENCE core_job_number AS integer',
  `CREATE TABLE core_job (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    number integer NOT NULL DEFAULT nextval('core_job_number'),
    ${stamps},
    name text NOT NULL,
    label text NOT NULL,
    status text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'running', 'completed', 'failed', 'cancelled')),
    progress integer CHECK (progress BETWEEN 0 AND 100),
    log jsonb NOT NULL DEFAULT '[]',
    input jsonb,
    result jsonb,
    error text,
    actor jsonb NOT NULL,
    actor_name text NOT NULL,
    actor_user_id uuid,
    attempt integer NOT NULL DEFAULT 0,
    worker_id uuid,
    heartbeat timestamptz,
    cancel_requested boolean NOT NULL DEFAULT false,
    queued_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    finished_at timestamptz,
    priority integer NOT NULL DEFAULT 0,
    run_at timestamptz NOT NULL DEFAULT now(),
    most_attempts integer NOT NULL DEFAULT 1,
    retry_pause_s integer NOT NULL DEFAULT 60,
    lines integer NOT NULL DEFAULT 0,
    worker_name text,
    schedule_id uuid,
    due_at timestamptz,
    PRIMARY KEY (organization_id, id)
  )`,
  `CREATE INDEX ix_core_job_waiting ON core_job (priority DESC, queued_at, id) WHERE status = 'queued'`,
  `CREATE UNIQUE INDEX ix_core_job_due ON core_job (organization_id, schedule_id, due_at) WHERE due_at IS NOT NULL`,
  'CREATE INDEX ix_core_job_queued ON core_job (organization_id, queued_at DESC, id)',
  `CREATE INDEX ix_core_job_running ON core_job (heartbeat) WHERE status = 'running'`,
  `CREATE TABLE core_worker (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    heartbeat timestamptz NOT NULL DEFAULT now(),
    place text,
    slots integer NOT NULL DEFAULT 0
  )`,
  `CREATE TABLE core_job_schedule_starter (
    organization_id uuid NOT NULL,
    schedule_id uuid NOT NULL,
    actor jsonb NOT NULL,
    PRIMARY KEY (organization_id, schedule_id)
  )`,
  'CREATE INDEX ix_core_job_schedule ON core_job (organization_id, schedule_id, due_at DESC) WHERE schedule_id IS NOT NULL',
  `CREATE TABLE core_job_line (
    organization_id uuid NOT NULL,
    job_id uuid NOT NULL,
    line integer NOT NULL,
    at timestamptz NOT NULL,
    level text NOT NULL DEFAULT 'info' CHECK (level IN ('info', 'warning', 'error')),
    text text NOT NULL,
    PRIMARY KEY (organization_id, job_id, line),
    FOREIGN KEY (organization_id, job_id) REFERENCES core_job (organization_id, id) ON DELETE CASCADE
  )`,
];

const files = [
  'CREATE SEQUENCE core_file_number AS integer',
  `CREATE TABLE core_file (
    organization_id uuid NOT NULL,
    id uuid NOT NULL,
    number integer NOT NULL DEFAULT nextval('core_file_number'),
    ${stamps},
    name text NOT NULL,
    content_type text NOT NULL DEFAULT 'application/octet-stream',
    size_bytes bigint NOT NULL DEFAULT 0,
    sha256 text NOT NULL DEFAULT '',
    complete boolean NOT NULL DEFAULT false,
    PRIMARY KEY (organization_id, id)
  )`,
  'CREATE INDEX ix_core_file_created ON core_file (organization_id, created DESC, id)',
];

const sessions = [
  `CREATE TABLE users_membership (
    user_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    is_default boolean NOT NULL DEFAULT true,
    created timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, organization_id)
  )`,
  'CREATE INDEX ix_users_membership_organization ON users_membership (organization_id, user_id)',
  `CREATE TABLE users_session (
    id uuid PRIMARY KEY,
    digest bytea NOT NULL UNIQUE,
    user_id uuid NOT NULL,
    created timestamptz NOT NULL DEFAULT now(),
    last_used timestamptz NOT NULL DEFAULT now(),
    expires timestamptz NOT NULL,
    address inet,
    user_agent text,
    provider text
  )`,
  'CREATE INDEX ix_users_session_user ON users_session (user_id)',
  `CREATE TABLE users_login_attempt (
    username text PRIMARY KEY,
    failures integer NOT NULL DEFAULT 0,
    last_failure timestamptz NOT NULL DEFAULT now(),
    locked_until timestamptz
  )`,
  `CREATE TABLE users_external_identity (
    provider text NOT NULL,
    subject text NOT NULL,
    user_id uuid NOT NULL,
    organization_id uuid NOT NULL,
    group_ids uuid[] NOT NULL DEFAULT '{}',
    created timestamptz NOT NULL DEFAULT now(),
    last_login timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, provider, subject)
  )`,
  'CREATE INDEX ix_users_external_identity_user ON users_external_identity (user_id)',
  `CREATE TABLE users_token_network (
    token_id uuid NOT NULL,
    network inet NOT NULL,
    first_used timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (token_id, network)
  )`,
];

const security = [
  'CREATE SEQUENCE users_security_event_number AS integer CYCLE',
  `CREATE TABLE users_security_event (
    organization_id uuid NOT NULL,
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    number integer NOT NULL DEFAULT nextval('users_security_event_number'),
    ${stamps},
    kind text NOT NULL,
    actor_user_id uuid,
    actor_token_id uuid,
    actor_name text NOT NULL,
    subject text,
    subject_id uuid,
    address text,
    user_agent text,
    request_id text NOT NULL,
    details jsonb,
    happened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (organization_id, id)
  )`,
  'CREATE INDEX ix_users_security_event_time ON users_security_event (organization_id, happened_at DESC, id)',
  'CREATE INDEX ix_users_security_event_subject ON users_security_event (organization_id, subject_id, happened_at DESC)',
];

/** Tables of jobs, workers, files, memberships, sessions and what is logged of them; the first migration runs these statements in order. */
export const jobTablesSql: readonly string[] = [...jobs, ...files, ...sessions, ...security];
