import type { Command } from 'commander';
import type { Client } from './client.ts';
import { exportRows, importRows, type RowsExportOptions, type RowsImportOptions } from './commands/rows.ts';
import type { Terminal } from './terminal.ts';

type Act = (step: (client: Client, terminal: Terminal) => Promise<number>) => Promise<void>;

const FORMAT = ['--format <format>', 'csv, json or yaml; told from the name of the file when absent'] as const;

const addExport = (group: Command, act: Act, format: string | null): void => {
  const command = group
    .command('export')
    .argument('<type>', 'such as dcim.Site')
    .option('--filter <json>', 'filter of the list')
    .option('--columns <names>', 'columns, with commas between them')
    .option('--output <file>', 'file to write instead of standard output');
  if (format === null) command.option(...FORMAT);
  command.action((type: string, options: RowsExportOptions) =>
    act((client, terminal) => exportRows(client, terminal, type, { ...options, ...(format !== null && { format }) })),
  );
};

const addImport = (group: Command, act: Act, format: string | null): void => {
  const command = group
    .command('import')
    .argument('<type>', 'such as dcim.Site')
    .argument('<file>')
    .option('--create', 'make a row of every line; otherwise rows that are there are changed')
    .option('--update', 'change rows that are there, and refuse others')
    .option('--dry-run', 'go through everything, report, and store nothing')
    .option('--per-row', 'keep the lines that are fine')
    .option('--delimiter <character>', 'of CSV; found out from the header when absent');
  if (format === null) command.option(...FORMAT);
  command.action((type: string, file: string, options: RowsImportOptions) =>
    act((client, terminal) =>
      importRows(client, terminal, [type, file], { ...options, ...(format !== null && { format }) }),
    ),
  );
};

/** Adds the commands that move rows of one type as CSV, JSON or YAML. */
export const addRows = (program: Command, act: Act): void => {
  const rows = program.command('rows').description('rows of one type as CSV, JSON or YAML');
  addExport(rows, act, null);
  addImport(rows, act, null);
  const csv = program.command('csv').description('rows of one type as CSV');
  addExport(csv, act, 'csv');
  addImport(csv, act, 'csv');
};
