// Asks the server of this container whether it is ready; the worker answers nothing and is healthy while it runs.
const port = process.env.PLUMBLINE_PORT ?? '8080';
const base = (process.env.PLUMBLINE_BASE_PATH ?? '').replace(/\/$/, '');

try {
  const { ok } = await fetch(`http://127.0.0.1:${port}${base}/readyz`, { signal: AbortSignal.timeout(4000) });
  process.exitCode = ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}
