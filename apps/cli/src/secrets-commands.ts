import type { Command } from 'commander';
import type { Client } from './client.ts';
import { rotateSecrets, type RotateOptions } from './commands/secrets.ts';
import type { Terminal } from './terminal.ts';

type Act = (step: (client: Client, terminal: Terminal) => Promise<number>) => Promise<void>;

/** Adds the commands about secrets. */
export const addSecrets = (program: Command, act: Act): void => {
  const secrets = program.command('secrets').description('keys that secrets are encrypted with');
  secrets
    .command('rotate')
    .description('bring data keys under the newest master key, and say which master keys may go')
    .option('--data', 'make new data keys and encrypt every secret anew')
    .action((options: RotateOptions) => act((client, terminal) => rotateSecrets(client, terminal, options)));
};
