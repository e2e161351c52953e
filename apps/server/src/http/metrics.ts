import type { Pool } from 'pg';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Counters of one server. */
export interface Metrics {
  /** Text in the Prometheus exposition format. */
  text(): Promise<string>;
  readonly contentType: string;
  answered(route: string, method: string, status: number, seconds: number): void;
}

const BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

const jobGauge = (registry: Registry, system: Pool): void => {
  const gauge: Gauge = new Gauge({
    name: 'plumbline_jobs',
    help: 'Jobs by status.',
    labelNames: ['status'],
    registers: [registry],
    collect: async () => {
      const { rows } = await system.query<{ status: string; count: string }>(
        'SELECT status, count(*) FROM core_job GROUP BY status',
      );
      gauge.reset();
      for (const { status, count } of rows) gauge.set({ status }, Number(count));
    },
  });
};

/** Seconds without a sign of life after which a process counts as gone. */
const PATIENCE_S = 60;

const workerGauge = (registry: Registry, system: Pool): void => {
  const gauge: Gauge = new Gauge({
    name: 'plumbline_job_workers',
    help: 'Processes that run jobs and give signs of life; while there is none, jobs wait.',
    registers: [registry],
    collect: async () => {
      const { rows } = await system.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM core_worker WHERE heartbeat > now() - make_interval(secs => $1)',
        [PATIENCE_S],
      );
      gauge.set(rows[0]?.count ?? 0);
    },
  });
};

const poolGauge = (registry: Registry, pools: Readonly<Record<string, Pool>>): void => {
  const gauge: Gauge = new Gauge({
    name: 'plumbline_database_connections',
    help: 'Connections by pool and state.',
    labelNames: ['pool', 'state'],
    registers: [registry],
    collect: () => {
      for (const [pool, { totalCount, idleCount, waitingCount }] of Object.entries(pools)) {
        gauge.set({ pool, state: 'busy' }, totalCount - idleCount);
        gauge.set({ pool, state: 'idle' }, idleCount);
        gauge.set({ pool, state: 'waiting' }, waitingCount);
      }
    },
  });
};

/** Makes the metrics of a server over its pools. */
export const createMetrics = (reads: Pool, system: Pool): Metrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'plumbline_http_requests_total',
    help: 'Answered requests.',
    labelNames: ['route', 'method', 'status'],
    registers: [registry],
  });
  const duration = new Histogram({
    name: 'plumbline_http_request_seconds',
    help: 'Time to the end of the answer.',
    labelNames: ['route', 'method'],
    buckets: BUCKETS,
    registers: [registry],
  });
  jobGauge(registry, system);
  workerGauge(registry, system);
  poolGauge(registry, { reads, system });
  return {
    text: () => registry.metrics(),
    contentType: registry.contentType,
    answered: (route, method, status, seconds) => {
      requests.inc({ route, method, status: String(status) });
      duration.observe({ route, method }, seconds);
    },
  };
};
