import { OutgoingRefused, type CallGuarded, type GuardedAnswer, type OutgoingTls } from '@plumbline/engine';
import { readFile } from 'node:fs/promises';
import { contextOfEvent, type EventData } from '../event-data.ts';
import { maskedHeaders, maskedUrl } from './masked.ts';
import {
  WebhookMisfit,
  webhookRequest,
  type DeliveryParts,
  type RenderPlain,
  type StoredWebhook,
  type WebhookRequest,
} from './webhook-request.ts';

/** Bytes of a body that the log keeps. */
export const KEPT_BYTES = 32_768;

/** What one call came to. */
export interface Attempt {
  readonly ok: boolean;
  /** `again`: as long as it takes; `few`: the other side has refused it and is asked a few times; `never`: it can't be sent. */
  readonly retry: 'again' | 'few' | 'never';
  readonly status: number | null;
  readonly error: string | null;
  readonly durationMs: number;
  readonly request: KeptRequest | null;
  readonly response: object | null;
}

/** How calls are made. */
export interface AttemptParts {
  readonly call: CallGuarded;
  readonly render: RenderPlain;
}

const cut = (text: string): { readonly text: string; readonly cut: boolean } =>
  text.length <= KEPT_BYTES ? { text, cut: false } : { text: text.slice(0, KEPT_BYTES), cut: true };

/** A call as the log keeps it. */
export interface KeptRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** `usual` for the body that a call has without a template: the event says it, and is kept already. */
  readonly body: { readonly text: string; readonly cut: boolean } | { readonly usual: true } | null;
}

const keptRequest = (hook: StoredWebhook, { url, method, headers, body }: WebhookRequest): KeptRequest => ({
  method,
  url: maskedUrl(url),
  headers: maskedHeaders(Object.entries(headers)),
  body: body === null ? null : hook.bodyTemplate ? cut(body) : { usual: true },
});

/** A kept call with its body. */
export const wholeRequest = (kept: KeptRequest | null, event: EventData): KeptRequest | null =>
  kept?.body && 'usual' in kept.body ? { ...kept, body: cut(JSON.stringify(contextOfEvent(event))) } : kept;

const readable = (text: string): string => text.replaceAll('\u0000', '\uFFFD');

const keptResponse = ({ status, statusText, headers, body }: GuardedAnswer): object => ({
  status,
  statusText,
  headers: maskedHeaders(headers),
  body: cut(readable(body.toString())),
});

const tlsOf = async ({ sslVerification, caFilePath }: StoredWebhook): Promise<OutgoingTls> => {
  if (!sslVerification || caFilePath === null) return { verify: sslVerification, ca: null };
  try {
    return { verify: true, ca: await readFile(caFilePath, 'utf8') };
  } catch {
    throw new WebhookMisfit("The file with the authorities of certificates can't be read on the server.");
  }
};

const TRANSIENT: ReadonlySet<number> = new Set([408, 425, 429]);

const retryOf = (status: number): Attempt['retry'] => {
  if (status === 410) return 'never';
  return status >= 500 || TRANSIENT.has(status) ? 'again' : 'few';
};

const failure = (retry: Attempt['retry'], error: string, since: number, request: KeptRequest | null): Attempt => ({
  ok: false,
  retry,
  status: null,
  error,
  durationMs: Date.now() - since,
  request,
  response: null,
});

const worded = (error: unknown): string => {
  if (!(error instanceof Error)) return 'The other side did not answer.';
  if (error.name === 'TimeoutError') return 'The other side did not answer in time.';
  const { code } = error as NodeJS.ErrnoException;
  return code === undefined ? error.message : `The other side can't be reached: ${code}.`;
};

/** Calls a webhook once. Failures are in what it gives; nothing is thrown for them. */
export const attemptDelivery = async (
  { call, render }: AttemptParts,
  hook: StoredWebhook,
  delivery: DeliveryParts,
  secret: string | null,
  signal?: AbortSignal,
): Promise<Attempt> => {
  const since = Date.now();
  let kept: KeptRequest | null = null;
  try {
    const request = await webhookRequest(hook, delivery, secret, render);
    kept = keptRequest(hook, request);
    const { url, method, headers, body } = request;
    const tls = await tlsOf(hook);
    const timeoutMs = hook.timeoutSeconds * 1_000;
    const answer = await call(url, { method, headers, body, tls, timeoutMs, signal: signal ?? null });
    const { status } = answer;
    const ok = status >= 200 && status < 300;
    return {
      ok,
      retry: retryOf(status),
      status,
      error: ok ? null : `The other side answered ${status}.`,
      durationMs: Date.now() - since,
      request: kept,
      response: keptResponse(answer),
    };
  } catch (error) {
    if (error instanceof WebhookMisfit) return failure('few', error.message, since, kept);
    if (error instanceof OutgoingRefused) return failure('few', error.message, since, kept);
    return failure('again', worded(error), since, kept);
  }
};
