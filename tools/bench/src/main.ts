import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openBenchDatabase } from './database.ts';
import { measureStamping } from './writes.ts';
import { measureReads, type ReadFigure } from './reads.ts';

const { values } = parseArgs({
  options: {
    devices: { type: 'string', default: '2000' },
    sites: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '15' },
    only: { type: 'string' },
    stamp: { type: 'string', default: '1000' },
    data: { type: 'string', default: join(tmpdir(), 'plumbline-bench') },
  },
});

const row = (f: ReadFigure): string =>
  `| ${f.name} | ${f.rows} | ${(f.bytes / 1024).toFixed(0)} | ${f.sqlMs.toFixed(2)} | ${f.productMs.toFixed(2)} | ${f.ratio.toFixed(2)} | ${f.goal} |`;

const database = await openBenchDatabase(
  { devices: Number(values.devices), sites: Number(values.sites) },
  values.data,
  (line) => console.error(line),
);
try {
  const figures = await measureReads(database.url, Number(values.rounds), values.only);
  console.log('| query | rows | KB | SQL ms | product ms | ratio | goal |\n|---|---|---|---|---|---|---|');
  for (const figure of figures) console.log(row(figure));
  const stamped = await measureStamping(database.source, Number(values.stamp));
  console.log(
    `\n${stamped.devices} devices with ${stamped.parts} parts each: ${stamped.seconds.toFixed(1)} s, ` +
      `${stamped.statements} statements, ${stamped.changes} change records`,
  );
} finally {
  await database.stop();
}
