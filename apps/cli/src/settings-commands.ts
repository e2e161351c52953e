import type { Command } from 'commander';
import type { Client } from './client.ts';
import {
  getSetting,
  listSettings,
  restoreSetting,
  setSetting,
  showHistory,
  type LevelOptions,
  type SetOptions,
} from './commands/settings.ts';
import type { Terminal } from './terminal.ts';

type Act = (step: (client: Client, terminal: Terminal) => Promise<number>) => Promise<void>;

const DEPLOYMENT = ['--deployment', 'the value for all organizations that have none'] as const;
const REASON = ['--reason <text>', 'kept in the history'] as const;

/** Adds the commands that read and change settings. */
export const addSettings = (program: Command, act: Act, wholeNumber: (text: string) => number): void => {
  const settings = program.command('settings').description('what administrators decide while the product runs');
  settings.command('list').action(() => act(listSettings));
  settings
    .command('get')
    .argument('<key>', 'such as ipam.preferIpv4')
    .action((key: string) => act((client, terminal) => getSetting(client, terminal, key)));
  settings
    .command('set')
    .argument('<key>', 'such as ipam.preferIpv4')
    .argument('[value]', 'JSON, or a text as it is')
    .option('--unset', 'take the value back')
    .option(...DEPLOYMENT)
    .option(...REASON)
    .option('--dry-run', 'try, and keep nothing')
    .action((key: string, value: string | undefined, options: SetOptions) =>
      act((client, terminal) => setSetting(client, terminal, [key, value], options)),
    );
  settings
    .command('history')
    .argument('<key>')
    .option(...DEPLOYMENT)
    .action((key: string, options: LevelOptions) =>
      act((client, terminal) => showHistory(client, terminal, key, options)),
    );
  settings
    .command('restore')
    .argument('<key>')
    .argument('<version>', 'see history', wholeNumber)
    .option(...DEPLOYMENT)
    .option(...REASON)
    .action((key: string, version: number, options: LevelOptions & { reason?: string }) =>
      act((client, terminal) => restoreSetting(client, terminal, [key, version], options)),
    );
};
