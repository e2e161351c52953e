import { SECRET_MASK } from '@plumbline/engine';

const TELLING = /auth|token|secret|cookie|passw|api-?key|^key$|credential|signature/i;

/** Headers as they may be kept: values of those that carry credentials are masked. */
export const maskedHeaders = (headers: Iterable<readonly [string, string]>): Readonly<Record<string, string>> =>
  Object.fromEntries([...headers].map(([name, value]) => [name, TELLING.test(name) ? SECRET_MASK : value]));

/** An address as it may be kept: values of parameters that carry credentials are masked. */
export const maskedUrl = (url: URL): string => {
  if (url.search === '') return url.href;
  const shown = new URL(url);
  for (const name of new Set(shown.searchParams.keys()))
    if (TELLING.test(name)) shown.searchParams.set(name, SECRET_MASK);
  return shown.href;
};
