import { refusalOf, type OutgoingPolicy } from '@plumbline/engine';

const IS_ADDRESS = /^https?:\/\/\S/i;
const IS_TEMPLATE = /^\s*\{[{%]/;

/** Scheme, host and port of an address whose later parts may be a template. */
const ORIGIN = /^https?:\/\/[^/?#\s{}]+(?=[/?#]|$)/i;

/**
 * What is wrong with the address of a webhook, as a sentence; null when it may be kept.
 *
 * Checked as far as the text tells: neither names nor templates are resolved, which is done with each call.
 */
export const webhookAddressProblem = (text: string, policy: OutgoingPolicy): string | null => {
  if (!IS_ADDRESS.test(text) && !IS_TEMPLATE.test(text))
    return 'A webhook calls an http or https address, or a template of one.';
  const origin = ORIGIN.exec(text)?.[0];
  if (origin === undefined) return null;
  return URL.canParse(origin) ? refusalOf(policy, new URL(origin)) : 'The address is malformed.';
};
