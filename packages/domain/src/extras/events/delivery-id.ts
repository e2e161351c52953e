import { createHash } from 'node:crypto';

/** Namespace of ids of deliveries; chosen at random once. */
const NAMESPACE = Buffer.from('6f1dfb0a6a6e4b1c9d0f5c3b8e27a941', 'hex');

/** A UUID that is always the same for the same text. Source: RFC 9562, version 5. */
const uuidv5 = (text: string): string => {
  const bytes = createHash('sha1').update(NAMESPACE).update(text).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

/** Id of what a rule makes of an event: the same however often the event is read. */
export const deliveryId = (eventId: string, ruleId: string): string => uuidv5(`${eventId}/${ruleId}`);
