import { InvalidArgumentError, type Command } from 'commander';
import type { Client } from './client.ts';
import { userProxy, type UserProxyOptions } from './commands/user-proxy.ts';
import { createUser, type UserOptions } from './commands/user.ts';
import type { Settings } from './settings.ts';
import type { Terminal } from './terminal.ts';

/** How commands run: with a client, or with settings alone where no token is needed. */
export interface Acting {
  readonly withClient: (step: (client: Client, terminal: Terminal) => Promise<number>) => Promise<void>;
  readonly alone: (step: (settings: Settings, terminal: Terminal) => Promise<number>) => Promise<void>;
}

const portOf = (text: string): number => {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError('Give a port.');
  return port;
};

/** Commands about people who sign in. */
export const addUsers = (program: Command, { withClient, alone }: Acting): void => {
  program
    .command('user')
    .description('people who sign in')
    .command('create')
    .argument('<username>')
    .option('--email <address>')
    .option('--admin', 'make an administrator')
    .option('--password-stdin', 'read the password from standard input')
    .action((username: string, options: UserOptions) =>
      withClient((client, terminal) => createUser(client, terminal, username, options)),
    );
  program
    .command('user-proxy')
    .description(
      'show the product as a user sees it, for development: a proxy on this machine that signs everybody in as that user',
    )
    .argument('<username>')
    .option('--port <port>', 'port to listen on; any free one when 0', portOf, 8081)
    .action((username: string, options: UserProxyOptions) =>
      alone((settings, terminal) => userProxy(settings, terminal, username, options)),
    );
};
