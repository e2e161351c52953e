import { createEnvironment, parseJson, type EnvironmentOptions, type Value } from '@plumbline/jinja';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { OPTIONS, SWITCH } from './scene.ts';

/** Milliseconds of renders of data in memory, without children and database. */
export interface EngineFigure {
  readonly interfaces: number;
  readonly lines: number;
  readonly ms: number;
  readonly best: number;
  /** Jinja2 in CPython's sandbox on the same template and data; null where it is not installed. */
  readonly python: { readonly version: string; readonly ms: number; readonly best: number } | null;
}

interface PythonAnswer {
  readonly version: string;
  readonly ms: number;
  readonly best: number;
  readonly sha256: string;
}

const PROGRAM = fileURLToPath(new URL('../../templates/engine.py', import.meta.url));

const interfaceOf = (n: number): object => ({
  name: `Ethernet${n}`,
  description: n % 3 === 0 ? `uplink to "peer" ${n}` : '',
  enabled: n % 10 !== 0,
  mtu: n % 4 === 0 ? 9216 : null,
  mode: n % 12 === 0 ? 'tagged' : n % 2 === 0 ? 'access' : null,
  untagged_vlan: n % 2 === 0 ? { vid: 10 + (n % 5) } : null,
  tagged_vlans: n % 12 === 0 ? [{ vid: 10 }, { vid: 11 }, { vid: 12 }] : [],
  lag: n % 24 === 23 ? { name: 'Port-Channel1' } : null,
  ip_addresses: n % 2 === 1 ? [{ family: 4, address: `10.0.${n % 250}.1/24` }] : [],
});

const contextOf = (interfaces: number): object => ({
  device: { name: 'sw1' },
  ntp: ['10.1.0.1', '10.2.0.1'],
  snmp: { location: 'hall 1', contact: 'noc@example.net' },
  interfaces: Array.from({ length: interfaces }, (_, i) => interfaceOf(i + 1)),
});

const median = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[times.length >> 1] ?? 0;

/** What Jinja2 takes, or null without it. @throws Error when its text is another */
const measurePython = (context: object, rounds: number, text: string): EngineFigure['python'] => {
  if (spawnSync('python3', ['-c', 'import jinja2']).status !== 0) return null;
  const input = JSON.stringify({ source: SWITCH, context, rounds });
  const { status, stdout, stderr } = spawnSync('python3', [PROGRAM], { input, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const { sha256, ...figure } = JSON.parse(stdout) as PythonAnswer;
  if (sha256 !== createHash('sha256').update(text).digest('hex')) throw new Error('Jinja2 gives another text.');
  return figure;
};

/** Renders data in memory, ours and Jinja2's in turn. */
export const measureEngine = (interfaces: number, rounds: number): EngineFigure => {
  const context = contextOf(interfaces);
  const environment = createEnvironment(OPTIONS as EnvironmentOptions);
  const template = environment.compile(SWITCH);
  const names = new Map(
    Object.entries(context).map(([name, value]): [string, Value] => [name, parseJson(JSON.stringify(value))]),
  );
  const times: number[] = [];
  let text = '';
  for (let i = 0; i < rounds * 2; i++) {
    const started = performance.now();
    text = environment.render(template, names);
    if (i >= rounds) times.push(performance.now() - started);
  }
  const python = measurePython(context, rounds, text);
  return { interfaces, lines: text.split('\n').length, ms: median(times), best: Math.min(...times), python };
};
