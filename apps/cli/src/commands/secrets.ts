import type { Client } from '../client.ts';
import { EXIT } from '../failure.ts';
import { resultOf, startJob, watchJob } from '../job.ts';
import { table, type Terminal } from '../terminal.ts';

/** Options of `secrets rotate`. */
export interface RotateOptions {
  /** Makes new data keys and encrypts every secret anew. */
  readonly data?: boolean;
}

interface Report {
  readonly organizations: number;
  readonly dataKeys: { readonly wrapped: number; readonly made: number; readonly removed: number };
  readonly values: { readonly sealed: number; readonly unreadable: number };
  readonly masterKeys: readonly { readonly id: string; readonly state: string }[];
}

const MEANING: Readonly<Record<string, string>> = {
  newest: 'encrypts from now on',
  removable: 'needed by nothing; may be removed',
  needed: 'still opens something; keep it',
  missing: 'needed, and not here; put it back',
};

/** Rotates keys by a job and says what may be removed; exit code 1 when secrets are left whose key is missing. */
export const rotateSecrets = async (
  client: Client,
  terminal: Terminal,
  { data = false }: RotateOptions,
): Promise<number> => {
  const id = await startJob(client, 'secretsRotate', { data });
  const { organizations, dataKeys, values, masterKeys } = resultOf(await watchJob(client, id, terminal)) as Report;
  terminal.print(`Organizations with secrets: ${organizations}.`);
  terminal.print(`Data keys: ${dataKeys.wrapped} wrapped anew, ${dataKeys.made} made, ${dataKeys.removed} removed.`);
  terminal.print(`Secrets: ${values.sealed} encrypted anew.`);
  if (values.unreadable > 0)
    terminal.note(`${values.unreadable} secrets can't be read, because their key is not here; they stay as they are.`);
  terminal.print('');
  const rows = masterKeys.map((key) => [key.id, key.state, MEANING[key.state] ?? '']);
  for (const line of table(['master key', 'state', 'what it means'], rows)) terminal.print(line);
  return values.unreadable > 0 || masterKeys.some(({ state }) => state === 'missing') ? EXIT.refused : EXIT.ok;
};
