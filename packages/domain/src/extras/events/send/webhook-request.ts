import { contextOfEvent, type EventData } from '../event-data.ts';
import { netboxSignatureOf, signatureOf } from './signature.ts';

/** A webhook as it is called. */
export interface StoredWebhook {
  readonly id: string;
  readonly organizationId: string;
  readonly rowVersion: number;
  readonly name: string;
  readonly payloadUrl: string;
  readonly httpMethod: string;
  readonly httpContentType: string;
  readonly additionalHeaders: string | null;
  readonly bodyTemplate: string | null;
  readonly sslVerification: boolean;
  readonly caFilePath: string | null;
  readonly timeoutSeconds: number;
}

/** A template's text with plain data, or why there is none. */
export type RenderPlain = (
  name: string,
  source: string,
  values: Readonly<Record<string, unknown>>,
) => Promise<{ readonly text: string } | { readonly problem: string }>;

/** What a delivery is made of. */
export interface DeliveryParts {
  readonly id: string;
  readonly eventType: string;
  readonly event: EventData;
  readonly attempt: number;
}

/** A call, ready to be made. */
export interface WebhookRequest {
  readonly url: URL;
  readonly method: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** A call can't be put together; trying again is no use. */
export class WebhookMisfit extends Error {
  override readonly name = 'WebhookMisfit';
}

const isTemplate = (text: string): boolean => /\{[{%#]/.test(text);

const BODILESS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

const headerLines = (text: string): readonly (readonly [string, string])[] =>
  text.split(/\r?\n/).flatMap((line): [string, string][] => {
    const at = line.indexOf(':');
    return at > 0 ? [[line.slice(0, at).trim(), line.slice(at + 1).trim()]] : [];
  });

/** Tokens and field values. Source: RFC 9110, sections 5.5 and 5.6.2. */
const NAME = /^[\w!#$%&'*+\-.^`|~]+$/;
const VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/;

/** Headers of a text by lower-case name; of several with one name the last holds. @throws WebhookMisfit */
const headersOf = (text: string): Record<string, string> => {
  const lines = headerLines(text);
  const odd = lines.find(([name, value]) => !NAME.test(name) || !VALUE.test(value));
  if (odd) throw new WebhookMisfit(`"${odd[0].slice(0, 100)}" can't be sent as a header.`);
  return Object.fromEntries(lines.map(([name, value]) => [name.toLowerCase(), value]));
};

const signaturesOf = (secret: string | null, body: string): Record<string, string> =>
  secret === null
    ? {}
    : {
        'x-plumbline-signature': signatureOf(secret, Math.floor(Date.now() / 1000), body),
        'x-hook-signature': netboxSignatureOf(secret, body),
      };

const urlOf = (text: string): URL => {
  const trimmed = text.trim();
  if (!URL.canParse(trimmed)) throw new WebhookMisfit('The address is malformed once its template is filled in.');
  return new URL(trimmed);
};

/**
 * Puts a call together: templates filled in with plain data, signed with the time of this attempt.
 *
 * @throws WebhookMisfit for templates that fail and what can't be sent
 */
export const webhookRequest = async (
  hook: StoredWebhook,
  delivery: DeliveryParts,
  secret: string | null,
  render: RenderPlain,
): Promise<WebhookRequest> => {
  const context = contextOfEvent(delivery.event);
  const filled = async (what: string, source: string): Promise<string> => {
    if (!isTemplate(source)) return source;
    const made = await render(what, source, context);
    if ('problem' in made) throw new WebhookMisfit(`The template of the ${what} fails: ${made.problem}`);
    return made.text;
  };
  const url = urlOf(await filled('URL', hook.payloadUrl));
  const method = hook.httpMethod.toUpperCase();
  const body = BODILESS.has(method)
    ? null
    : hook.bodyTemplate
      ? await filled('body', hook.bodyTemplate)
      : JSON.stringify(context);
  const headers = {
    'user-agent': 'Plumbline',
    ...(body !== null && headersOf(`content-type: ${hook.httpContentType}`)),
    ...headersOf(await filled('headers', hook.additionalHeaders ?? '')),
    'x-plumbline-delivery': delivery.id,
    'x-plumbline-event': delivery.eventType,
    'x-plumbline-attempt': String(delivery.attempt),
    ...signaturesOf(secret, body ?? ''),
  };
  return { url, method, headers, body };
};
