import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './database/run.ts';

/**
 * What `node` runs to be the server: the built one where the test command has just built it, which starts in a fifth of
 * the time; its sources elsewhere, and where plugins in TypeScript have to be loaded.
 */
export const serverProgram = ({ fromSources = false }: { fromSources?: boolean } = {}): string[] => {
  if (process.env['PLUMBLINE_BUILT'] === '1' && !fromSources) return [join(ROOT, 'apps/server/dist/main.js')];
  const loader = pathToFileURL(join(ROOT, 'tools/loader/register.mjs')).href;
  return ['--conditions=source', '--import', loader, join(ROOT, 'apps/server/src/main.ts')];
};
