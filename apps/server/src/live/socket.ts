import { CloseCode, type Server as Protocol } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Logger } from '../log.ts';

/** Milliseconds between two signs of life; a socket that answers none is cut. */
const PING_MS = 20_000;

/** Pings a socket as long as it answers; gives what stops it. */
const keepAlive = (socket: WebSocket): (() => void) => {
  let isAlive = true;
  const timer = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, PING_MS);
  socket.on('pong', () => (isAlive = true));
  return () => clearInterval(timer);
};

/** Has a websocket speak the protocol; a message counts as sent once the connection took it, so that a slow reader is waited for. */
export const speakOver = <E extends Record<PropertyKey, unknown>>(
  protocol: Protocol<E>,
  socket: WebSocket,
  extra: E,
  log: Logger,
): void => {
  const fail = (error: unknown): void => {
    log.error({ err: error }, 'A websocket failed.');
    socket.close(CloseCode.InternalServerError, 'Internal server error');
  };
  socket.on('error', (error) => log.debug({ err: error }, 'A websocket broke.'));
  const stopPings = keepAlive(socket);
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (data) =>
        new Promise((resolve, reject) => {
          if (socket.readyState !== socket.OPEN) resolve();
          else socket.send(data, (error) => (error ? reject(error) : resolve()));
        }),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (take) =>
        socket.on('message', (data: Buffer) => {
          take(data.toString()).catch(fail);
        }),
    },
    extra,
  );
  socket.once('close', (code, reason) => {
    stopPings();
    void Promise.resolve(closed(code, reason.toString())).catch(fail);
  });
};
