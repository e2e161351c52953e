import type { Config } from '../config.ts';
import type { RunningServer } from '../server.ts';

/** What a person needs to know after a start: the address, and once the credentials. */
export const welcome = (config: Config, { url, first }: RunningServer): string => {
  const lines = ['', `Plumbline answers at ${url}`];
  if (first.created) {
    const { username, password, token } = first.created;
    lines.push('', `  user name  ${username}`, `  password   ${password}`, `  API token  ${token}`);
    lines.push('', `Shown once; kept in ${config.dataDir}/admin.json.`);
  }
  return `${lines.join('\n')}\n\n`;
};
