import type { ServerResponse } from 'node:http';
import type { Pool } from 'pg';
import { sendJson } from './reply.ts';

/** What readiness is judged by. */
export interface HealthParts {
  readonly system: Pool;
  /** False when this process should run jobs and does not. */
  readonly jobsRun: () => boolean;
}

const PATIENCE_MS = 3_000;

const databaseAnswers = async (system: Pool): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(resolve, PATIENCE_MS, false)));
  const asked = system.query('SELECT 1').then(
    () => true,
    () => false,
  );
  const answers = await Promise.race([asked, late]);
  clearTimeout(timer);
  return answers;
};

/** GET /healthz: the process runs and takes requests. */
export const healthRoute = (response: ServerResponse): void => sendJson(response, 200, { status: 'ok' });

/** GET /readyz: 200 when the database answers and jobs run, else 503 naming what does not. */
export const readyRoute = async ({ system, jobsRun }: HealthParts, response: ServerResponse): Promise<void> => {
  const parts = { database: await databaseAnswers(system), jobs: jobsRun() };
  const isReady = parts.database && parts.jobs;
  const word = (works: boolean): string => (works ? 'ok' : 'down');
  sendJson(response, isReady ? 200 : 503, {
    status: isReady ? 'ready' : 'not ready',
    database: word(parts.database),
    jobs: word(parts.jobs),
  });
};
