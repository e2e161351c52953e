import { createHmac } from 'node:crypto';

/** Signature of a body that was sent at a time: `t=<seconds>,v1=<hex>`, HMAC-SHA256 over `<seconds>.<body>`. */
export const signatureOf = (secret: string, seconds: number, body: string): string =>
  `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;

/** Signature as receivers made for NetBox look for it: HMAC-SHA512 over the body, in hex. */
export const netboxSignatureOf = (secret: string, body: string): string =>
  createHmac('sha512', secret).update(body).digest('hex');
