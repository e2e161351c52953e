/** Where a browser ended up. */
export interface Landed {
  readonly status: number;
  readonly url: URL;
  readonly text: string;
}

const MOST = 15;

/** Follows redirects and keeps the cookies of each origin and path, as browsers do. */
export class Browser {
  readonly #cookies = new Map<string, { readonly origin: string; readonly path: string; readonly value: string }>();
  /** Addresses seen, in order. */
  readonly history: string[] = [];

  /** Cookies that go along to an address, as a header. */
  cookiesFor(url: URL): string {
    const fitting = [...this.#cookies].filter(
      ([, { origin, path }]) => origin === url.hostname && url.pathname.startsWith(path),
    );
    return fitting.map(([key, { value }]) => `${key.split(' ')[2]}=${value}`).join('; ');
  }

  /** Opens an address and goes where it leads, up to an address for which `stop` holds. */
  async open(address: string, stop: (url: URL) => boolean = () => false): Promise<Landed> {
    let url = new URL(address);
    for (let step = 0; step < MOST; step++) {
      this.history.push(url.href);
      if (stop(url)) return { status: 0, url, text: '' };
      const answer = await fetch(url, { redirect: 'manual', headers: { cookie: this.cookiesFor(url) } });
      for (const cookie of answer.headers.getSetCookie()) this.#keep(url, cookie);
      const location = answer.headers.get('location');
      if (location === null) return { status: answer.status, url, text: await answer.text() };
      await answer.arrayBuffer();
      url = new URL(location, url);
    }
    throw new Error(`Too many redirects:\n${this.history.join('\n')}`);
  }

  #keep(url: URL, text: string): void {
    const [pair = '', ...attributes] = text.split(';').map((part) => part.trim());
    const [name = '', ...rest] = pair.split('=');
    const valueOf = (wanted: string) =>
      attributes.find((part) => part.toLowerCase().startsWith(`${wanted}=`))?.slice(wanted.length + 1);
    const path = valueOf('path') ?? '/';
    const key = `${url.hostname} ${path} ${name}`;
    const isGone = valueOf('max-age') === '0' || Date.parse(valueOf('expires') ?? '') < Date.now();
    if (isGone) this.#cookies.delete(key);
    else this.#cookies.set(key, { origin: url.hostname, path, value: rest.join('=') });
  }
}
