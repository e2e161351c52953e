import { text } from 'node:stream/consumers';
import type { Client } from '../client.ts';
import { CliFailure, EXIT } from '../failure.ts';
import type { Terminal } from '../terminal.ts';

/** Options of `user create`. */
export interface UserOptions {
  readonly email?: string;
  readonly admin?: boolean;
  /** Reads the password from standard input, so that it shows up in no process list. */
  readonly passwordStdin?: boolean;
}

interface Payload {
  readonly userCreate: {
    readonly nodes: readonly { readonly number: number; readonly username: string }[];
    readonly userErrors: readonly { readonly message: string }[];
  };
}

const CREATE = `mutation ($input: [UserCreateInput!]!) {
  userCreate(input: $input) { nodes { number username } userErrors { message } }
}`;

const readPassword = async (): Promise<string> => {
  const password = (await text(process.stdin)).replace(/\r?\n$/, '');
  if (password === '') throw new CliFailure('No password came in on standard input.');
  return password;
};

/** Makes a user of the organization; without a password it can't sign in with one. */
export const createUser = async (
  client: Client,
  terminal: Terminal,
  username: string,
  options: UserOptions,
): Promise<number> => {
  const input = {
    username,
    isSuperuser: options.admin ?? false,
    ...(options.email !== undefined && { email: options.email }),
    ...(options.passwordStdin && { password: await readPassword() }),
  };
  const { userCreate } = await client.data<Payload>(CREATE, { input: [input] });
  for (const { message } of userCreate.userErrors) terminal.note(message);
  const [user] = userCreate.nodes;
  if (!user) return EXIT.failed;
  terminal.print(`User #${user.number} ${user.username} made.`);
  return EXIT.ok;
};
