import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBenchDatabase } from '../database.ts';
import { optionsOf } from '../options.ts';
import { measureEngine, type EngineFigure } from './engine.ts';
import { RenderProduct, type DeviceFigure, type JobFigure } from './product.ts';
import { addScene, WIDE } from './scene.ts';

const values = optionsOf(
  'npm run bench:render',
  'Adds contexts, a template and a device of 500 interfaces to a generated network and renders it.',
  {
    devices: { kind: 'number', default: 10_000, help: 'Devices of the network.' },
    rounds: { kind: 'number', default: 200, help: 'Rounds of each render after those to warm up.' },
    data: {
      kind: 'text',
      value: 'FOLDER',
      default: join(tmpdir(), 'plumbline-bench'),
      help: 'Where the embedded PostgreSQL keeps the network between runs.',
    },
  },
);

const ROUNDS = values.rounds;
const fixed = (value: number): string => value.toFixed(2);

const engineRow = ({ interfaces, lines, ms, best, python }: EngineFigure): string => {
  const other = python
    ? [fixed(python.ms), fixed(python.best), fixed(ms / python.ms), fixed(best / python.best)]
    : ['', '', '', ''];
  return `| ${[interfaces, lines, fixed(ms), fixed(best), ...other].join(' | ')} |`;
};

const deviceRow = (interfaces: number, { ms, best, statements, rows }: DeviceFigure, goal: number): string =>
  `| ${[interfaces, rows, statements, fixed(ms), fixed(best), goal].join(' | ')} |`;

const jobRow = (what: string, { devices, seconds, stored, reused }: JobFigure): string =>
  `| ${[what, devices, stored, reused, seconds.toFixed(1), fixed((seconds * 1_000) / devices)].join(' | ')} |`;

const engines = [48, WIDE].map((interfaces) => measureEngine(interfaces, ROUNDS));
const version = engines[0]?.python?.version;
console.log(`Engine alone; Jinja2 ${version ?? 'is not installed'}\n`);
console.log('| interfaces | lines | ms | best | Jinja2 sandboxed ms | best | ratio (goal 0.5) | of the best |');
console.log(`|---|---|---|---|---|---|---|---|\n${engines.map(engineRow).join('\n')}\n`);

const say = (line: string): void => console.error(line);
const database = await openBenchDatabase({ devices: values.devices, sites: 200 }, values.data, say);
try {
  await addScene(database.source, say);
  await database.source.query('DELETE FROM render_config_artefact');
  const product = new RenderProduct(database);
  const rows = [deviceRow(48, await product.ordinary(ROUNDS), 5), deviceRow(WIDE, await product.wide(ROUNDS / 2), 25)];
  console.log('| interfaces | rows | statements | ms | best | goal |');
  console.log(`|---|---|---|---|---|---|\n${rows.join('\n')}\n`);
  const jobs = [jobRow('everything new', await product.job()), jobRow('nothing changed', await product.job())];
  console.log('| job | devices | stored | reused | s (goal 60) | ms a device |');
  console.log(`|---|---|---|---|---|---|\n${jobs.join('\n')}`);
  await product.stop();
} finally {
  await database.stop();
}
