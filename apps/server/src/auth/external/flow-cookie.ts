import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** What the browser keeps while its user is at the identity provider. */
export interface Flow {
  readonly provider: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Path to go on with. */
  readonly next: string;
  /** Instant in milliseconds. */
  readonly expires: number;
}

/** Minutes that somebody may take at the identity provider. */
export const FLOW_S = 600;

/** Writes and reads flows as texts that only this installation makes. */
export interface FlowCookies {
  write(flow: Flow): string;
  /** Null for a text that is none of ours, or too old. */
  read(text: string): Flow | null;
}

const same = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);

/** Flows signed under a key of their own, derived from the master key. */
export const flowCookies = (masterKey: string, now: () => number = Date.now): FlowCookies => {
  const key = Buffer.from(hkdfSync('sha256', Buffer.from(masterKey, 'base64'), '', 'plumbline sign-in flow', 32));
  const signed = (body: string): Buffer => createHmac('sha256', key).update(body).digest();
  return {
    write: (flow) => {
      const body = Buffer.from(JSON.stringify(flow)).toString('base64url');
      return `${body}.${signed(body).toString('base64url')}`;
    },
    read: (text) => {
      const [body = '', signature = ''] = text.split('.', 2);
      if (!same(signed(body), Buffer.from(signature, 'base64url'))) return null;
      const flow = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Flow; // signed, so it is one of ours
      return flow.expires > now() ? flow : null;
    },
  };
};
