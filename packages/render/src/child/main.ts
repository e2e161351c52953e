import type { Contract } from '../contract.ts';
import type { Asked, Reply } from '../protocol.ts';
import { receive, send } from './channel.ts';
import { harden } from './harden.ts';
import { renderOnce } from './render.ts';

harden();

const CONTRACTS = 4;
const contracts = new Map<string, Contract>();

function exchange(asked: Asked): Reply {
  send(asked);
  const reply = receive();
  if (reply.kind !== 'reply') throw new Error('The parent spoke out of turn.');
  return reply;
}

send({ kind: 'ready' });
for (;;) {
  const command = receive();
  if (command.kind === 'contract') {
    if (contracts.size >= CONTRACTS) contracts.clear();
    contracts.set(command.digest, command.contract);
  } else if (command.kind === 'render') {
    send(renderOnce(command, contracts.get(command.contract) ?? { types: {} }, exchange));
  }
}
