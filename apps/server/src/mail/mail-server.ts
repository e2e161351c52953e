import { OutgoingRefused, readSetting, type OutgoingPolicy, type Writer } from '@plumbline/engine';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';

/** The server that mail of an organization goes through. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  /** Empty for a server that asks for none. */
  readonly password: string;
  /** Address that mail comes from. */
  readonly from: string;
  readonly encryption: 'none' | 'starttls' | 'tls';
  readonly timeoutMs: number;
}

/** Ports on which mail is handed in. Source: RFC 5321, RFC 6409, RFC 8314; 2525 is what hosters use beside them. */
const MAIL_PORTS: ReadonlySet<number> = new Set([25, 465, 587, 2525]);

const NAMES = ['Server', 'Port', 'Username', 'Password', 'From', 'Encryption', 'Timeout'] as const;

/** A secret by where it lies, as `env:NAME`; without a colon there is none. */
const resolved = async ({ engine }: Writer, place: string): Promise<string> => {
  const [, provider = '', rest = ''] = /^(\w+):(.+)$/.exec(place) ?? [];
  return provider === '' ? '' : engine.vault.outside.resolve({ [provider]: rest });
};

/**
 * The mail server that the settings of an organization name; null when they name none.
 *
 * @throws SecretUnresolved when its password can't be had
 */
export const mailServerOf = async (writer: Writer, organizationId: string): Promise<MailServer | null> => {
  const { dataSource, settings } = writer.engine;
  const db = {
    query: <T>(text: string, values: readonly unknown[] = []) => dataSource.query<T[]>(text, [...values]),
  };
  const values = await Promise.all(
    NAMES.map(async (name) => {
      const key = `core.smtp${name}`;
      return (await readSetting(db, organizationId, key)) ?? settings.get(key)?.default;
    }),
  );
  const [host, port, username, password, from, encryption, timeout] = values.map((value) => String(value ?? '').trim());
  if (!host || !from) return null;
  return {
    host,
    from,
    port: Number(port),
    username: username ?? '',
    password: await resolved(writer, password ?? ''),
    encryption: encryption === 'tls' || encryption === 'starttls' ? encryption : 'none',
    timeoutMs: Number(timeout) * 1_000,
  };
};

const urlOf = ({ host, port }: Pick<MailServer, 'host' | 'port'>): URL => {
  try {
    return new URL(`http://${isIP(host) === 6 ? `[${host}]` : host}:${port}/`);
  } catch {
    throw new OutgoingRefused(`"${host}" is no name or address of a mail server.`);
  }
};

/**
 * An address of the mail server that may be connected to: in the public internet, or where the deployment allows.
 *
 * @throws OutgoingRefused; Error when the name has no address
 */
export const mailAddress = async (
  policy: OutgoingPolicy,
  server: Pick<MailServer, 'host' | 'port'>,
): Promise<string> => {
  const url = urlOf(server);
  if (!MAIL_PORTS.has(server.port)) policy.assertUrl(url);
  const found = await lookup(server.host, { all: true });
  const open = found.find(({ address }) => policy.admits(url, address));
  if (!open) throw new OutgoingRefused('The mail server lies in a network that may not be asked.');
  return open.address;
};
