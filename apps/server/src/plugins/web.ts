import type { Plugin } from '@plumbline/plugin';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HttpError } from '../errors.ts';
import type { Request } from '../http/request.ts';
import { sendFile } from '../http/static.ts';
import { StartError } from '../start/preflight.ts';

/** A panel as the browser client takes it from the catalogue. */
export interface UiPanel {
  readonly slot: string;
  readonly entity: string;
  readonly title: string;
  readonly plugin: string;
  /** Address of the module below the base path; changes with its content. */
  readonly url: string;
}

const digest = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 12);

/** The panels of all plugins. @throws StartError when a module is not there */
export const panelsOf = (plugins: readonly Plugin[]): readonly UiPanel[] =>
  plugins.flatMap(({ name: plugin, web }) =>
    (web?.panels ?? []).map(({ slot, entity, title, module }) => {
      const file = join(fileURLToPath(web?.folder ?? ''), module);
      if (!existsSync(file))
        throw new StartError(`The panel "${title}" of the plugin "${plugin}" needs ${file}, which is not there.`);
      return { slot, entity, title, plugin, url: `plugins/${plugin}/${module}?v=${digest(file)}` };
    }),
  );

/** Serves the files of plugins' web folders: `plugins/<name>/<file>`. */
export const pluginFilesRoute = (plugins: readonly Plugin[]) => {
  const folders = new Map(
    plugins.flatMap(({ name, web }) => (web ? [[name, fileURLToPath(web.folder)] as const] : [])),
  );
  return async (request: Request, response: ServerResponse): Promise<void> => {
    const [, name = '', ...rest] = request.path.split('/');
    const folder = folders.get(name);
    const path = rest.join('/');
    if (!folder || !/^[\w-]+(\/[\w-]+)*(\.[\w-]+)+$/.test(path))
      throw new HttpError(404, 'NOT_FOUND', 'There is no such file.');
    const file = normalize(join(folder, path));
    if (!statSync(file, { throwIfNoEntry: false })?.isFile())
      throw new HttpError(404, 'NOT_FOUND', 'There is no such file.');
    if (request.method !== 'GET' && request.method !== 'HEAD')
      throw new HttpError(405, 'METHOD_NOT_ALLOWED', 'Nothing here takes this method.', { allow: 'GET, HEAD' });
    await sendFile(file, path, request, response);
  };
};
