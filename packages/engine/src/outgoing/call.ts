import { lookup as systemLookup } from 'node:dns/promises';
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { Ending } from './ending.ts';
import { hostOf, OutgoingRefused, type OutgoingPolicy } from './rules.ts';

/** Addresses of a host name. */
export type ResolveHost = (host: string) => Promise<readonly string[]>;

/** A request with headers as they go out, by lower-case name. */
export interface GuardedCall {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | null;
  readonly signal?: AbortSignal | null;
  /** How the other side shows who it is; the system's authorities when absent. */
  readonly tls?: OutgoingTls;
  /** Milliseconds for this call, in place of the limit of all. */
  readonly timeoutMs?: number;
}

/** An answer as it came in. */
export interface GuardedAnswer {
  readonly url: URL;
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
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

/** What guarded calls are made with. */
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

/** Calls an address that people give. @throws OutgoingRefused; Error when the other side does not answer */
export type CallGuarded = (url: string | URL, call?: GuardedCall) => Promise<GuardedAnswer>;

const DEFAULTS: GuardedLimits = { timeoutMs: 10_000, maxBytes: 5_000_000, maxRedirects: 5 };

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Headers that another origin may be told after a redirect; none of them can carry a credential. */
const HARMLESS: ReadonlySet<string> = new Set(['accept', 'accept-language', 'content-type', 'user-agent']);

/** Headers that belong to the connection and are set here. */
const OURS: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'accept-encoding',
  'upgrade',
]);

interface Step {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | null;
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
  readonly end: Ending;
}

/** The other side may close a kept connection in the moment it is used; such a request is made anew. */
const wasStale = (error: NodeJS.ErrnoException, isReused: boolean): boolean =>
  isReused && (error.code === 'ECONNRESET' || error.code === 'EPIPE');

const optionsOf = ({ url, method, headers, body, tls }: Step, { addresses, agents }: Sending) => ({
  method,
  protocol: url.protocol,
  hostname: url.hostname.replace(/^\[|\]$/g, ''),
  port: url.port,
  path: `${url.pathname}${url.search}`,
  headers: body === null ? headers : { ...headers, 'content-length': String(Buffer.byteLength(body)) },
  agent: agents?.[url.protocol] ?? (false as const),
  lookup: pinned(addresses),
  ...(tls && { rejectUnauthorized: tls.verify, ...(tls.ca !== null && { ca: tls.ca }) }),
});

const send = (step: Step, sending: Sending): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const open = step.url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = open(optionsOf(step, sending), resolve);
    sending.end.cuts(request);
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (wasStale(error, request.reusedSocket)) resolve(send(step, { ...sending, agents: null }));
      else reject(error);
    });
    request.end(step.body ?? undefined);
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
  const isKept = (name: string) => (!isElsewhere || HARMLESS.has(name)) && (keepsBody || name !== 'content-type');
  const headers = Object.fromEntries(Object.entries(step.headers).filter(([name]) => isKept(name)));
  return { ...step, url, method: keepsBody ? step.method : 'GET', headers, body: keepsBody ? step.body : null };
};

/** The body of an answer as far as it may go. @throws OutgoingRefused for a larger one, unless it is cut */
const read = (answer: IncomingMessage, maxBytes: number, cuts: boolean): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const tooLarge = () => reject(new OutgoingRefused(`The answer is larger than ${maxBytes} bytes.`));
    const parts: Buffer[] = [];
    let size = 0;
    const done = () => resolve(Buffer.concat(parts, size).subarray(0, maxBytes));
    if (!cuts && Number(answer.headers['content-length'] ?? 0) > maxBytes) return tooLarge();
    answer.on('data', (part: Buffer) => {
      size += part.length;
      parts.push(part);
      if (size > maxBytes) (cuts ? done : tooLarge)();
    });
    answer.on('end', done);
    answer.on('error', reject);
    answer.on('close', () => reject(new Error('The answer ended early.')));
  });

const answerOf = (url: URL, answer: IncomingMessage, body: Buffer): GuardedAnswer => {
  const { rawHeaders, statusCode = 502, statusMessage = '' } = answer;
  const headers: [string, string][] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2)
    headers.push([(rawHeaders[i] ?? '').toLowerCase(), rawHeaders[i + 1] ?? '']);
  return { url, status: statusCode, statusText: statusMessage, headers, body };
};

const firstStep = (address: string | URL, call: GuardedCall): Step => {
  const text = String(address);
  if (!URL.canParse(text)) throw new OutgoingRefused('This is no address.');
  const { method = 'GET', body = null, headers = {}, tls = null } = call;
  const own = Object.fromEntries(Object.entries(headers).filter(([name]) => !OURS.has(name)));
  return { url: new URL(text), method: method.toUpperCase(), headers: own, body, tls };
};

/**
 * Calls addresses that people give: webhooks, data sources, identity providers.
 *
 * A name is resolved once, all its addresses are checked, and the connection is made to these and no others, so that a
 * name which changes its answer gains nothing. Each redirect is checked as the first address was, and another origin is
 * told no credentials. Proxies of the environment are not used.
 */
export const createCallGuarded = (options: GuardedOptions): CallGuarded => {
  const { timeoutMs, maxBytes, maxRedirects } = { ...DEFAULTS, ...options };
  const agents = options.keepAlive === true ? keepingAgents() : null;
  const ask = async (url: string | URL, call: GuardedCall, end: Ending): Promise<GuardedAnswer> => {
    let step = firstStep(url, call);
    for (let redirects = 0; ; redirects++) {
      options.policy.assertUrl(step.url);
      const answer = await send(step, { addresses: await admitted(step.url, options), agents, end });
      try {
        const next = following(step, answer, options);
        if (next === null) return answerOf(step.url, answer, await read(answer, maxBytes, options.cuts ?? false));
        if (redirects === maxRedirects)
          throw new OutgoingRefused(`The answer redirects more than ${maxRedirects} times.`);
        step = next;
      } finally {
        answer.destroy();
      }
    }
  };
  return async (url, call = {}) => {
    const end = new Ending(call.signal ?? null, call.timeoutMs ?? timeoutMs);
    try {
      return await Promise.race([ask(url, call, end), end.reached]);
    } finally {
      end.over();
    }
  };
};
