import type { Config } from '../config.ts';
import type { Request } from '../http/request.ts';

/**
 * Whether a page may open a websocket with the credentials that browsers send by themselves.
 *
 * Browsers let any page open one; the origin they name is the only sign of where it comes from. Programs name none.
 */
export const isOwnOrigin = (config: Pick<Config, 'corsOrigins' | 'publicUrl'>, request: Request): boolean => {
  const origin = request.header('origin');
  if (origin === undefined) return true;
  if (config.corsOrigins.includes(origin)) return true;
  if (!URL.canParse(origin)) return false;
  if (config.publicUrl !== null && new URL(config.publicUrl).origin === origin) return true;
  return new URL(origin).host === request.header('host');
};
