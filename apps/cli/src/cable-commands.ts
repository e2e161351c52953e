import type { Command } from 'commander';
import type { Client } from './client.ts';
import {
  connectPorts,
  disconnectPorts,
  moveEnds,
  type CablingOptions,
  type ConnectOptions,
  type MoveOptions,
} from './commands/cable.ts';
import type { Terminal } from './terminal.ts';

type Act = (step: (client: Client, terminal: Terminal) => Promise<number>) => Promise<void>;

const PORTS = 'DEVICE:PORTS; ranges in brackets, ams1-sw1:Gi1/0/[1-24] or srv[01-24]:eth0';
const DRY_RUN = ['--dry-run', 'go through everything, list it, and store nothing'] as const;
const PARTIAL = ['--partial', 'do what can be done; otherwise one refusal refuses all'] as const;
const REASON = ['--reason <text>', 'kept with the change'] as const;

const addConnect = (cables: Command, act: Act): void => {
  cables
    .command('connect')
    .description('join ports one by one with new cables')
    .argument('<a>', PORTS)
    .argument('<b>', 'as many ports of the other side')
    .option('--type <type>', 'such as cat6a or smf-os2')
    .option('--status <status>', 'connected, planned or decommissioning')
    .option('--profile <profile>', 'such as breakout-1c4p-4c1p; each cable takes as many ports as it has connectors')
    .option('--length <length>', 'number and unit, 2.5m')
    .option('--label <label>', 'a range P-[001-048], or the first P-001')
    .option('--color <colors>', 'six hex digits each, with commas between them, taken in turn')
    .option('--kind-a <kind>', 'such as frontPort, where names occur in several kinds')
    .option('--kind-b <kind>', 'the same for the other side')
    .option(...DRY_RUN)
    .option(...PARTIAL)
    .option(...REASON)
    .action((a: string, b: string, options: ConnectOptions) =>
      act((client, terminal) => connectPorts(client, terminal, [a, b], options)),
    );
};

const addMove = (cables: Command, act: Act): void => {
  cables
    .command('move')
    .description('plug the cables of some ports into others; label, history and other end stay')
    .argument('<from>', PORTS)
    .argument('<to>', 'as many ports to plug them into')
    .option('--kind-from <kind>', 'such as frontPort, where names occur in several kinds')
    .option('--kind-to <kind>', 'the same for the ports they go to')
    .option(...DRY_RUN)
    .option(...PARTIAL)
    .option(...REASON)
    .action((from: string, to: string, options: MoveOptions) =>
      act((client, terminal) => moveEnds(client, terminal, [from, to], options)),
    );
};

const addDisconnect = (cables: Command, act: Act): void => {
  cables
    .command('disconnect')
    .description('delete the cables that are in some ports')
    .argument('<ports...>', PORTS)
    .option('--kind <kind>', 'such as frontPort, where names occur in several kinds')
    .option(...DRY_RUN)
    .option(...REASON)
    .action((ports: string[], options: CablingOptions & { kind?: string }) =>
      act((client, terminal) => disconnectPorts(client, terminal, ports, options)),
    );
};

/** Adds the commands that cable many ports at once. */
export const addCables = (program: Command, act: Act): void => {
  const cables = program.command('cable').description('cable many ports at once');
  addConnect(cables, act);
  addMove(cables, act);
  addDisconnect(cables, act);
};
