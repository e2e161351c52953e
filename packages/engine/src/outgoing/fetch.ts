import { lookup as systemLookup } from 'node:dns/promises';
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { hostOf, OutgoingRefused, type OutgoingPolicy } from './rules.ts';

/** Addresses of a host name. */
export type ResolveHost = (host: string) => Promise<readonly string[]>;

/** What to ask; the shape is that of `fetch`, so that libraries that take a fetch take this one. */
export interface GuardedRequest {
  readonly method?: string;
  readonly headers?: ConstructorParameters<typeof Headers>[0];
  readonly body?: string | Uint8Array | URLSearchParams | null;
  readonly signal?: AbortSignal | null;
  /** How the other side shows who it is; the system's authorities when absent. */
  readonly tls?: OutgoingTls;
  /** Milliseconds for this request, in place of the limit of the fetch. */
  readonly timeoutMs?: number;
}

/** How a certificate is looked at. */
export interface OutgoingTls {
  /** False takes any certificate. */
  readonly verify: boolean;
  /** Authorities in PEM; those of the system when null. */
  readonly ca: string | null;
}

/** How much one request may take. */
export interface GuardedLimits {
  /** For everything: names, redirects and the whole answer. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly maxRedirects: number;
}

/** What a guarded fetch is made of. */
export interface GuardedOptions extends Partial<GuardedLimits> {
  readonly policy: OutgoingPolicy;
  /** The system's resolver when absent. */
  readonly resolve?: ResolveHost;
  /** Cuts answers that are larger than `maxBytes`, in place of refusing them. */
  readonly cuts?: boolean;
  /** Refuses redirects that turn a request into one without its body. */
  readonly keepsBody?: boolean;
  /** Keeps connections open for further requests to the same address. */
  readonly keepAlive?: boolean;
}

/** Like `fetch`, for addresses that people give. @throws OutgoingRefused; Error when the other side does not answer */
export type FetchGuarded = (url: string | URL, request?: GuardedRequest) => Promise<Response>;

const DEFAULTS: GuardedLimits = { timeoutMs: 10_000, maxBytes: 5_000_000, maxRedirects: 5 };

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const BODILESS: ReadonlySet<number> = new Set([101, 204, 205, 304]);

/** Headers that another origin may be told after a redirect; none of them can carry a credential. */
const HARMLESS: ReadonlySet<string> = new Set(['accept', 'accept-language', 'content-type', 'user-agent']);

/** Headers that belong to the connection and are set here. */
const OURS: readonly string[] = [
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'accept-encoding',
  'upgrade',
];

interface Step {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: Buffer | null;
  readonly tls: OutgoingTls | null;
}

const resolveSystem: ResolveHost = async (host) =>
  (await systemLookup(host, { all: true, verbatim: true })).map(({ address }) => address);

/** Addresses of a URL's host, every one of which may be connected to. @throws OutgoingRefused */
const admitted = async (url: URL, { policy, resolve = resolveSystem }: GuardedOptions): Promise<readonly string[]> => {
  const host = hostOf(url);
  const addresses = isIP(host) === 0 ? await resolve(host) : [host];
  if (addresses.length === 0 || !addresses.every((address) => policy.admits(url, address)))
    throw new OutgoingRefused(`"${host}" does not lead to an address that may be asked.`);
  return addresses;
};

/** Gives a connection the addresses that were checked, whatever the name resolves to by now. */
const pinned = (addresses: readonly string[]): LookupFunction => {
  const all = addresses.map((address) => ({ address, family: isIP(address) }));
  const [first = { address: '', family: 4 }] = all;
  return (_host, options, callback) => {
    if (options.all === true) callback(null, all);
    else callback(null, first.address, first.family);
  };
};

/** Agents that keep connections, by protocol; null where each request makes its own. */
type Agents = Readonly<Record<string, HttpAgent>> | null;

/** Connections that are kept were made to addresses that were checked; those that rest are closed after a while. */
const keepingAgents = (): Agents => {
  const options = { keepAlive: true, maxFreeSockets: 8, timeout: 30_000 };
  return { 'http:': new HttpAgent(options), 'https:': new HttpsAgent(options) };
};

interface Sending {
  readonly addresses: readonly string[];
  readonly agents: Agents;
  readonly signal: AbortSignal;
}

/** The other side may close a kept connection in the moment it is used; such a request is made anew. */
const wasStale = (error: NodeJS.ErrnoException, isReused: boolean): boolean =>
  isReused && (error.code === 'ECONNRESET' || error.code === 'EPIPE');

const send = (step: Step, sending: Sending): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const { addresses, agents, signal } = sending;
    const { url, method, headers, body, tls } = step;
    const options = {
      method,
      headers: { ...Object.fromEntries(headers), ...(body && { 'content-length': String(body.length) }) },
      agent: agents?.[url.protocol] ?? (false as const),
      signal,
      lookup: pinned(addresses),
      ...(tls && { rejectUnauthorized: tls.verify, ...(tls.ca !== null && { ca: tls.ca }) }),
    };
    const open = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = open(url, options, resolve);
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (wasStale(error, request.reusedSocket)) resolve(send(step, { ...sending, agents: null }));
      else reject(error);
    });
    request.end(body ?? undefined);
  });

/** Where an answer leads, or null when it is the last one. @throws OutgoingRefused */
const following = (step: Step, answer: IncomingMessage, options: GuardedOptions): Step | null => {
  const { location } = answer.headers;
  if (!REDIRECTS.has(answer.statusCode ?? 0) || location === undefined) return null;
  if (!URL.canParse(location, step.url.href)) throw new OutgoingRefused('The answer redirects to no address.');
  const url = new URL(location, step.url);
  if (step.url.protocol === 'https:' && url.protocol === 'http:')
    throw new OutgoingRefused('The answer redirects from https to http.');
  const status = answer.statusCode ?? 0;
  const keepsBody = status === 307 || status === 308 || step.method === 'GET' || step.method === 'HEAD';
  if (!keepsBody && options.keepsBody)
    throw new OutgoingRefused('The answer redirects to where the body would be lost.');
  const isElsewhere = url.origin !== step.url.origin;
  if (isElsewhere && keepsBody && step.body !== null)
    throw new OutgoingRefused('The answer redirects to another origin, which may not be sent the body.');
  const headers = new Headers([...step.headers].filter(([name]) => !isElsewhere || HARMLESS.has(name)));
  if (!keepsBody) headers.delete('content-type');
  return { ...step, url, method: keepsBody ? step.method : 'GET', headers, body: keepsBody ? step.body : null };
};

const read = async (answer: IncomingMessage, maxBytes: number, cuts: boolean): Promise<Buffer> => {
  const tooLarge = () => new OutgoingRefused(`The answer is larger than ${maxBytes} bytes.`);
  if (!cuts && Number(answer.headers['content-length'] ?? 0) > maxBytes) throw tooLarge();
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBytes && !cuts) throw tooLarge();
    parts.push(part);
    if (size > maxBytes) break;
  }
  return Buffer.concat(parts, size).subarray(0, maxBytes);
};

const responseOf = (url: URL, answer: IncomingMessage, body: Buffer): Response => {
  const headers = new Headers();
  for (let i = 0; i + 1 < answer.rawHeaders.length; i += 2)
    headers.append(answer.rawHeaders[i] ?? '', answer.rawHeaders[i + 1] ?? '');
  const status = answer.statusCode ?? 502;
  const response = new Response(BODILESS.has(status) ? null : new Uint8Array(body), {
    status,
    statusText: answer.statusMessage ?? '',
    headers,
  });
  Object.defineProperty(response, 'url', { value: url.href });
  return response;
};

const firstStep = (url: string | URL, request: GuardedRequest): Step => {
  const text = String(url);
  if (!URL.canParse(text)) throw new OutgoingRefused('This is no address.');
  const { method = 'GET', body = null } = request;
  const headers = new Headers(request.headers);
  if (body instanceof URLSearchParams && !headers.has('content-type'))
    headers.set('content-type', 'application/x-www-form-urlencoded;charset=UTF-8');
  for (const name of OURS) headers.delete(name);
  const bytes = body instanceof Uint8Array ? Buffer.from(body) : Buffer.from(String(body ?? ''));
  return {
    url: new URL(text),
    method: method.toUpperCase(),
    headers,
    body: body === null ? null : bytes,
    tls: request.tls ?? null,
  };
};

/**
 * A fetch for addresses that people give: webhooks, data sources, identity providers.
 *
 * A name is resolved once, all its addresses are checked, and the connection is made to these and no others, so that a
 * name which changes its answer gains nothing. Each redirect is checked as the first address was, and another origin is
 * told no credentials. Proxies of the environment are not used.
 */
export const createFetchGuarded = (options: GuardedOptions): FetchGuarded => {
  const { timeoutMs, maxBytes, maxRedirects } = { ...DEFAULTS, ...options };
  const agents = options.keepAlive === true ? keepingAgents() : null;
  const ask = async (url: string | URL, request: GuardedRequest, signal: AbortSignal): Promise<Response> => {
    let step = firstStep(url, request);
    for (let redirects = 0; ; redirects++) {
      options.policy.assertUrl(step.url);
      const answer = await send(step, { addresses: await admitted(step.url, options), agents, signal });
      try {
        const next = following(step, answer, options);
        if (next === null) return responseOf(step.url, answer, await read(answer, maxBytes, options.cuts ?? false));
        if (redirects === maxRedirects)
          throw new OutgoingRefused(`The answer redirects more than ${maxRedirects} times.`);
        step = next;
      } finally {
        answer.destroy();
      }
    }
  };
  return async (url, request = {}) => {
    const late = AbortSignal.timeout(request.timeoutMs ?? timeoutMs);
    const signal = request.signal ? AbortSignal.any([request.signal, late]) : late;
    const stopped = new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    return Promise.race([ask(url, request, signal), stopped]);
  };
};
