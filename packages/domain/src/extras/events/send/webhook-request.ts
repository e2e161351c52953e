import { contextOfEvent, type EventData } from '../event-data.ts';
import { netboxSignatureOf, signatureOf } from './signature.ts';

/** A webhook as it is called. */
export interface StoredWebhook {
  readonly id: string;
  readonly organizationId: string;
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
  readonly headers: Headers;
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

const setHeader = (headers: Headers, name: string, value: string): void => {
  try {
    headers.set(name, value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new WebhookMisfit(`"${name.slice(0, 100)}" can't be sent as a header.`);
  }
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
  const headers = new Headers({ 'user-agent': 'Plumbline' });
  if (body !== null) setHeader(headers, 'content-type', hook.httpContentType);
  for (const [name, value] of headerLines(await filled('headers', hook.additionalHeaders ?? '')))
    setHeader(headers, name, value);
  headers.set('x-plumbline-delivery', delivery.id);
  headers.set('x-plumbline-event', delivery.eventType);
  headers.set('x-plumbline-attempt', String(delivery.attempt));
  if (secret !== null) {
    headers.set('x-plumbline-signature', signatureOf(secret, Math.floor(Date.now() / 1000), body ?? ''));
    headers.set('x-hook-signature', netboxSignatureOf(secret, body ?? ''));
  }
  return { url, method, headers, body };
};
