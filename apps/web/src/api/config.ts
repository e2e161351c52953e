/** Where the server lives, as it wrote into the page. */
export interface ServerConfig {
  /** Path prefix of the application, with a slash at both ends. */
  base: string;
  /** Prefix of API calls: the base path, or another origin ending in a slash. */
  api: string;
  /** True when the API is another origin, so that cookies must be asked for. */
  crossOrigin: boolean;
}

function metaContent(name: string): string {
  return document.querySelector(`meta[name="${name}"]`)?.getAttribute('content') ?? '';
}

function withSlash(path: string): string {
  return path.endsWith('/') ? path : `${path}/`;
}

function readConfig(): ServerConfig {
  const base = withSlash(metaContent('plumbline-base') || '/');
  const other = metaContent('plumbline-api');
  return { base, api: other ? withSlash(other) : base, crossOrigin: other !== '' };
}

let config: ServerConfig | undefined;

/** The server's place, read once from the page's meta tags. */
export function serverConfig(): ServerConfig {
  config ??= readConfig();
  return config;
}
