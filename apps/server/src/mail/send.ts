import type { OutgoingPolicy } from '@plumbline/engine';
import { createTransport } from 'nodemailer';
import { mailAddress, type MailServer } from './mail-server.ts';
import type { MailMessage } from './message.ts';

/**
 * Hands one mail in; the server's answer was good when this ends.
 *
 * The name of the server is resolved once and that address is connected to, so that what was allowed is what is asked.
 *
 * @throws OutgoingRefused for an address that may not be asked; Error with what the server or the connection said
 */
export const sendMail = async (
  policy: OutgoingPolicy,
  server: MailServer,
  to: string,
  message: MailMessage,
): Promise<void> => {
  const address = await mailAddress(policy, server);
  const { port, encryption, timeoutMs, username, password } = server;
  const transport = createTransport({
    host: address,
    port,
    secure: encryption === 'tls',
    requireTLS: encryption === 'starttls',
    ignoreTLS: encryption === 'none',
    tls: { servername: server.host },
    ...(username !== '' && { auth: { user: username, pass: password } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    const headers = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' }; // RFC 3834
    await transport.sendMail({ from: server.from, to: { name: '', address: to }, headers, ...message });
  } finally {
    transport.close();
  }
};
