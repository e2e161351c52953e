import { pino, type Logger } from 'pino';

export type { Logger } from 'pino';

/** JSON lines on standard output; secrets never reach it because nothing logs bodies, headers or variables. */
export const createLog = (level: string): Logger =>
  pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  });
