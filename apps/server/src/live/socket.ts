import { CloseCode, type Server as Protocol } from 'graphql-ws';
import type { Duplex } from 'node:stream';
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

/** Bytes that may wait in a connection before its reader is waited for. */
const AHEAD = 65_536;

/** Sends messages, those of one turn of the loop in one piece; a slow reader is waited for. */
const senderOf = (socket: WebSocket, connection: Duplex) => {
  let isHeld = false;
  const letGo = () => {
    isHeld = false;
    connection.uncork();
  };
  return (message: string): Promise<void> | undefined => {
    if (socket.readyState !== socket.OPEN) return undefined;
    if (!isHeld) {
      isHeld = true;
      connection.cork();
      setImmediate(letGo);
    }
    if (socket.bufferedAmount < AHEAD) {
      socket.send(message);
      return undefined;
    }
    return new Promise((resolve, reject) => {
      socket.send(message, (error) => (error ? reject(error) : resolve()));
    });
  };
};

/** Has a websocket speak the protocol over the connection it was opened on. */
export const speakOver = <E extends Record<PropertyKey, unknown>>(
  protocol: Protocol<E>,
  socket: WebSocket,
  connection: Duplex,
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
      send: senderOf(socket, connection),
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
