import childProcess from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import tls from 'node:tls';
import vm from 'node:vm';
import workers from 'node:worker_threads';

const MODULES: readonly object[] = [childProcess, dgram, dns, dns.promises, http, http2, https, net, tls, vm, workers];
const GLOBALS = ['fetch', 'WebSocket', 'EventSource', 'WebAssembly', 'XMLHttpRequest'];

function refuse(): never {
  throw new Error('Templates have no network and start nothing.');
}

function emptied(target: object): void {
  for (const key of Object.getOwnPropertyNames(target)) {
    const entry = Object.getOwnPropertyDescriptor(target, key);
    if (typeof entry?.value !== 'function' || entry.configurable !== true) continue;
    Object.defineProperty(target, key, { value: refuse, writable: false, configurable: false });
  }
}

/**
 * Takes network, processes, threads and code from text out of this process, before a template comes near it.
 *
 * No template can reach a JavaScript object; this holds when that is wrong. Node's permission flags do not cover sockets
 * before Node 25.
 */
export function harden(): void {
  net.Socket.prototype.connect = refuse;
  net.Server.prototype.listen = refuse;
  for (const target of MODULES) emptied(target);
  syncBuiltinESMExports();
  for (const name of GLOBALS) Reflect.deleteProperty(globalThis, name);
  for (const key of Object.keys(process.env)) Reflect.deleteProperty(process.env, key);
  for (const name of ['dlopen', 'binding', '_linkedBinding', 'kill', 'chdir', 'abort'])
    Object.defineProperty(process, name, { value: refuse });
}
