import { createCallGuarded, type GuardedCall, type GuardedOptions } from './call.ts';

/** What to ask; the shape is that of `fetch`, so that libraries that take a fetch take this one. */
export interface GuardedRequest extends Omit<GuardedCall, 'headers' | 'body'> {
  readonly headers?: ConstructorParameters<typeof Headers>[0];
  readonly body?: string | Uint8Array | URLSearchParams | null;
}

/** Like `fetch`, for addresses that people give. @throws OutgoingRefused; Error when the other side does not answer */
export type FetchGuarded = (url: string | URL, request?: GuardedRequest) => Promise<Response>;

const BODILESS: ReadonlySet<number> = new Set([101, 204, 205, 304]);

/** Headers and body of a request of `fetch` as they go out. */
const callOf = ({ headers: given, body = null, ...rest }: GuardedRequest): GuardedCall => {
  const headers = new Headers(given);
  if (body instanceof URLSearchParams && !headers.has('content-type'))
    headers.set('content-type', 'application/x-www-form-urlencoded;charset=UTF-8');
  const bytes = body instanceof Uint8Array ? Buffer.from(body) : body === null ? null : String(body);
  return { ...rest, headers: Object.fromEntries(headers), body: bytes };
};

/** `createCallGuarded` in the shape of `fetch`. */
export const createFetchGuarded = (options: GuardedOptions): FetchGuarded => {
  const call = createCallGuarded(options);
  return async (url, request = {}) => {
    const answer = await call(url, callOf(request));
    const { status, statusText, headers, body } = answer;
    const init = { status, statusText, headers: headers.map(([name, value]): [string, string] => [name, value]) };
    const response = new Response(BODILESS.has(status) ? null : new Uint8Array(body), init);
    Object.defineProperty(response, 'url', { value: answer.url.href });
    return response;
  };
};
