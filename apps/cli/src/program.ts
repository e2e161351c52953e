import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { addCables } from './cable-commands.ts';
import type { Client } from './client.ts';
import { exportAll, importArchive, type ArchiveImportOptions } from './commands/archive.ts';
import { runExport, type ExportOptions } from './commands/export.ts';
import { importNetbox, type ImportOptions } from './commands/import-netbox.ts';
import { cancelJob, listJobs, runAgain, showJob } from './commands/job.ts';
import { exportLibrary, importLibrary } from './commands/library.ts';
import { runQuery } from './commands/query.ts';
import { runRender, type RenderOptions } from './commands/render.ts';
import { serverCommand } from './commands/server-command.ts';
import { connect } from './connect.ts';
import { CliFailure, EXIT } from './failure.ts';
import { addRows } from './rows-commands.ts';
import { addSecrets } from './secrets-commands.ts';
import { addSettings } from './settings-commands.ts';
import { readSettings, type GlobalOptions } from './settings.ts';
import { createTerminal, type Output, type Terminal } from './terminal.ts';
import { addUsers, type Acting } from './user-commands.ts';

/** What a run of the program is given. */
export interface Invocation {
  /** Without program name. */
  readonly args: readonly string[];
  readonly out: Output;
  readonly err: Output;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

type Act = (client: Client, terminal: Terminal) => Promise<number>;

const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('Give a whole number above 0.');
  return value;
};

const HELP = `
The server is found at --url, PLUMBLINE_URL or the port PLUMBLINE_PORT of this machine; without one, it is started for
the command. The API token comes from PLUMBLINE_TOKEN, PLUMBLINE_ADMIN_TOKEN or the file admin.json in PLUMBLINE_DATA.

Exit code: 0 done, 1 some rows were refused or renders failed, 2 failed, 3 files differ (render --check).`;

const addJobs = (program: Command, act: (step: Act) => Promise<void>): void => {
  const jobs = program.command('job').description('work that runs beside requests');
  jobs
    .command('list')
    .option('--count <number>', 'how many', wholeNumber, 20)
    .action(({ count }: { count: number }) => act((client, terminal) => listJobs(client, terminal, count)));
  jobs
    .command('show')
    .argument('<job>', 'number or id')
    .action((id: string) => act((client, terminal) => showJob(client, terminal, id)));
  jobs
    .command('cancel')
    .argument('<job>', 'number or id of a job that waits or runs')
    .action((id: string) => act((client, terminal) => cancelJob(client, terminal, id)));
  jobs
    .command('retry')
    .argument('<job>', 'number or id of a failed or cancelled job')
    .action((id: string) => act((client, terminal) => runAgain(client, terminal, id)));
};

const addImports = (program: Command, act: (step: Act) => Promise<void>): void => {
  const imports = program.command('import').description('bring inventory from elsewhere');
  imports
    .command('archive')
    .description('import what export --all wrote, into an organization that is empty')
    .argument('<file>')
    .option('--dry-run', 'go through everything, report, and store nothing')
    .option('--merge', 'take an organization that is not empty; rows of the same natural key become one')
    .option('--overwrite', 'take the values of the archive over those that people changed since the last import')
    .option('--report <file>', 'write the whole report as JSON')
    .action((file: string, options: ArchiveImportOptions) =>
      act((client, terminal) => importArchive(client, terminal, file, options)),
    );
  imports
    .command('netbox')
    .description('import a plain pg_dump of a NetBox database, or its manage.py dumpdata, gzipped or not')
    .argument('<file>')
    .option('--dry-run', 'go through everything, report, and store nothing')
    .option('--overwrite', 'take the values of the dump over those that people changed since the last import')
    .option(
      '--media <path>',
      'bring pictures and other files: the media folder of NetBox, or a tar of it; may be repeated',
      (path: string, earlier?: readonly string[]) => [...(earlier ?? []), path],
    )
    .option('--configuration <file>', "take over the settings of NetBox's configuration.py; it is read and never run")
    .option('--report <file>', 'write the whole report as JSON')
    .action((file: string, options: ImportOptions) =>
      act((client, terminal) => importNetbox(client, terminal, file, options)),
    );
};

const addQuestions = (program: Command, act: (step: Act) => Promise<void>): void => {
  const documentHelp = 'file, - for standard input, or the query itself';
  program
    .command('query')
    .description('ask a GraphQL question')
    .argument('<document>', documentHelp)
    .option('--variables <json>')
    .action((source: string, { variables }: { variables?: string }) =>
      act((client, terminal) => runQuery(client, terminal, source, variables)),
    );
  program
    .command('export')
    .description('export all rows of a list query, one JSON object a line, or everything of the organization')
    .argument('[document]', documentHelp)
    .option('--all <file>', 'write everything of the organization into one archive')
    .option('--variables <json>')
    .option('--output <file>', 'file to write instead of standard output')
    .action((source: string | undefined, { all, ...options }: ExportOptions & { all?: string }, command: Command) => {
      if ((source === undefined) === (all === undefined))
        command.error('error: give either a query or --all FILE', { exitCode: EXIT.failed });
      return act((client, terminal) =>
        all === undefined ? runExport(client, terminal, source ?? '', options) : exportAll(client, terminal, all),
      );
    });
};

const addLibrary = (program: Command, act: (step: Act) => Promise<void>): void => {
  const library = program
    .command('library')
    .description('device, module and rack types as the community library has them');
  library
    .command('import')
    .argument('<path>', 'YAML file, archive or folder')
    .option('--dry-run', 'go through everything, report, and store nothing')
    .action((path: string, options: { dryRun?: boolean }) =>
      act((client, terminal) => importLibrary(client, terminal, path, options)),
    );
  library
    .command('export')
    .requiredOption('--output <file>', 'tar to write')
    .action((options: { output: string }) => act((client, terminal) => exportLibrary(client, terminal, options)));
};

const addRenders = (program: Command, act: (step: Act) => Promise<void>): void => {
  program
    .command('render')
    .description('render the configuration of devices or virtual machines')
    .argument('[name...]', 'name, #number or id')
    .option('--virtual-machines', 'names and filter are of virtual machines, not of devices')
    .option('--filter <json>', 'choose them as in devices(filter: ...) or virtualMachines(filter: ...)')
    .option('--template <template>', 'name, #number or id; when absent its own, of its role or of its platform')
    .option('--extra <json>', 'data for the top level of the template')
    .option('--out <folder>', 'write one file each')
    .option('--check', 'compare with the files in the folder and write nothing')
    .action((names: string[], options: RenderOptions) =>
      act((client, terminal) => runRender(client, terminal, names, options)),
    );
};

const addMaintenance = (program: Command, end: (code: number) => void): void => {
  program
    .command('migrate')
    .description('bring the database to this version')
    .action(async () => end(await serverCommand('migrate')));
  program
    .command('worker')
    .description('run jobs in a process of its own, beside a server with PLUMBLINE_JOBS=0')
    .action(async () => end(await serverCommand('worker')));
  program
    .command('backup')
    .description('write database and files into one file; a server may be running')
    .argument('<file>')
    .action(async (file: string) => end(await serverCommand('backup', file)));
  program
    .command('restore')
    .description('bring a backup back; needs server and workers stopped')
    .argument('<file>')
    .option('--replace', 'replace what the database holds; otherwise it must be empty')
    .action(async (file: string, { replace = false }: { replace?: boolean }) =>
      end(await serverCommand('restore', file, ...(replace ? ['--replace'] : []))),
    );
};

/** The program with all its commands. */
const programOf = (acting: Acting, end: (code: number) => void): Command => {
  const { withClient: act } = acting;
  const program = new Command('plumbline')
    .description('Works with a Plumbline server.')
    .option('--url <address>', 'address of the server')
    .option('--organization <slug>', 'organization to work in, for users of several')
    .addHelpText('after', HELP)
    .showHelpAfterError('(--help shows the usage)');
  addImports(program, act);
  addQuestions(program, act);
  addRows(program, act);
  addCables(program, act);
  addLibrary(program, act);
  addRenders(program, act);
  addJobs(program, act);
  addUsers(program, acting);
  addSettings(program, act, wholeNumber);
  addSecrets(program, act);
  addMaintenance(program, end);
  return program;
};

const withStreams = (command: Command, { out, err }: Invocation): void => {
  command.exitOverride().configureOutput({ writeOut: (text) => out.write(text), writeErr: (text) => err.write(text) });
  for (const child of command.commands) withStreams(child, { out, err, args: [], environment: {} });
};

/** Runs the program and gives its exit code. */
export const run = async (invocation: Invocation): Promise<number> => {
  const terminal = createTerminal(invocation.out, invocation.err);
  let code: number = EXIT.ok;
  const settings = () => readSettings(program.opts<GlobalOptions>(), invocation.environment);
  const acting: Acting = {
    withClient: async (step) => {
      const connection = await connect(settings(), terminal);
      try {
        code = await step(connection.client, terminal);
      } finally {
        terminal.settle();
        await connection.close();
      }
    },
    alone: async (step) => {
      code = await step(settings(), terminal);
    },
  };
  const program = programOf(acting, (ended) => (code = ended));
  withStreams(program, invocation);
  try {
    await program.parseAsync([...invocation.args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.failed;
    if (!(error instanceof CliFailure)) throw error;
    terminal.note(error.message);
    return EXIT.failed;
  }
};
