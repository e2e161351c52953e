import { defineJob, type JobContext, type StoredFile } from '@plumbline/engine';
import { InvalidInput } from '@plumbline/kit';
import type { Readable } from 'node:stream';
import { archiveFiles, assertReadable, type ArchiveFile } from './archive.ts';
import { readLibraryFile, type LibraryProblem, type LibraryType } from './document.ts';
import { isPicture, savedPictures } from './pictures.queries.ts';
import { Places } from './places.ts';
import { saveTypes } from './save-types.queries.ts';
import { TYPES } from './shape.ts';

/** What `jobStart(name: "importLibrary")` takes. */
export interface LibraryImportInput {
  /** An uploaded YAML file, or a tar (packed by gzip or not) of a library's folder, see `PUT /files`. */
  readonly fileId: string;
  /** Goes through everything, reports, and keeps nothing. */
  readonly dryRun: boolean;
}

/** Result of the job `importLibrary`. */
export interface LibraryReport {
  files: number;
  deviceTypes: number;
  moduleTypes: number;
  rackTypes: number;
  /** Rows of types, templates and manufacturers. */
  created: number;
  updated: number;
  pictures: number;
  /** Files that hold an error are left out as a whole. */
  skippedFiles: number;
  errors: LibraryProblem[];
  errorCount: number;
  /** Keys that are kept although they have no field here, each once. */
  remarks: LibraryProblem[];
  dryRun: boolean;
}

/** Files written in one transaction. */
const BATCH = 200;
const LISTED = 1_000;

const inputOf = (input: unknown): LibraryImportInput => {
  const { fileId, dryRun = false } = (input ?? {}) as Record<string, unknown>;
  if (typeof fileId === 'string' && typeof dryRun === 'boolean') return { fileId, dryRun };
  const message = 'Give { fileId: "...", dryRun: true | false } with the id of an uploaded YAML file or tar.';
  throw new InvalidInput([{ path: 'input', code: 'BAD_USER_INPUT', message }]);
};

const uploaded = async ({ files, actor }: JobContext<unknown>, fileId: string): Promise<StoredFile> => {
  const file = await files.findFor(actor, fileId);
  if (file.complete) return file;
  const message = `Only ${file.sizeBytes} bytes of the file have arrived; finish the upload first.`;
  throw new InvalidInput([{ path: 'input.fileId', code: 'FILE_INCOMPLETE', message }]);
};

const isType = (name: string): boolean => /\.ya?ml$/i.test(name) && !/(^|\/)\.[^/]+/.test(name);

/** Pictures of an archive; an upload that is no archive comes as it is, and is none. */
async function* archivePictures(source: Readable, name: string): AsyncGenerator<ArchiveFile> {
  for await (const file of archiveFiles(source, name, isPicture)) if (isPicture(file.name)) yield file;
}

class LibraryImport {
  readonly #context: JobContext<unknown>;
  readonly #dryRun: boolean;
  readonly #remarked = new Set<string>();
  /** File that describes a type, by kind, manufacturer and model. */
  readonly #described = new Map<string, string>();
  readonly report: LibraryReport;

  constructor(context: JobContext<unknown>, dryRun: boolean) {
    this.#context = context;
    this.#dryRun = dryRun;
    const counts = { files: 0, deviceTypes: 0, moduleTypes: 0, rackTypes: 0, created: 0, updated: 0, pictures: 0 };
    this.report = { ...counts, skippedFiles: 0, errors: [], errorCount: 0, remarks: [], dryRun };
  }

  async types(source: Readable, name: string): Promise<void> {
    let batch: LibraryType[] = [];
    for await (const { name: file, content } of archiveFiles(source, name, isType)) {
      this.#context.signal.throwIfAborted();
      this.report.files += 1;
      const { types, problems, remarks } = readLibraryFile(file, content.toString('utf8'));
      for (const remark of remarks) this.#remark(remark);
      const wrong = [...problems, ...this.#repeated(types)];
      if (wrong.length > 0) this.#refuse(wrong);
      else batch.push(...types);
      if (batch.length >= BATCH) {
        await this.#save(batch);
        batch = [];
      }
    }
    await this.#save(batch);
  }

  async pictures(source: Readable, name: string): Promise<void> {
    for await (const { saved, problems } of savedPictures(this.#context, archivePictures(source, name))) {
      this.report.pictures += saved;
      if (problems.length > 0) this.#refuse(problems);
    }
  }

  /** Types that an earlier document described already. */
  #repeated(types: readonly LibraryType[]): LibraryProblem[] {
    return types.flatMap(({ kind, manufacturer, values, file, line }) => {
      const model = String(values['model']);
      const key = [kind, manufacturer, model].join('\n');
      const first = this.#described.get(key);
      this.#described.set(key, first ?? file);
      if (first === undefined) return [];
      const message = `${first} describes the ${kind} type ${manufacturer} ${model} already; keep one of the two.`;
      return [{ file, line, key: 'model', message }];
    });
  }

  #remark(remark: LibraryProblem): void {
    if (this.#remarked.has(remark.message)) return;
    this.#remarked.add(remark.message);
    this.report.remarks.push(remark);
  }

  #refuse(problems: readonly LibraryProblem[]): void {
    this.report.skippedFiles += new Set(problems.map(({ file }) => file)).size;
    this.report.errorCount += problems.length;
    this.report.errors.push(...problems.slice(0, LISTED - this.report.errors.length));
    for (const { file, line, message } of problems)
      this.#context.log(`${file}${line === null ? '' : `:${line}`}: ${message}`);
  }

  /** Writes a batch as a whole; files that are refused are taken out and the rest is tried again. */
  async #save(types: readonly LibraryType[]): Promise<void> {
    let left = types;
    while (left.length > 0) {
      const problems = await this.#attempt(left);
      if (problems.length === 0) break;
      const files = new Set(problems.map(({ file }) => file));
      if (files.has('')) throw new Error(problems.map(({ message }) => message).join(' '));
      this.#refuse(problems);
      left = left.filter(({ file }) => !files.has(file));
    }
    for (const { kind } of left) this.report[`${kind}Types`] += 1;
    this.#context.progress(null, `${this.report.files} files`);
  }

  async #attempt(types: readonly LibraryType[]): Promise<LibraryProblem[]> {
    let places = new Places();
    const options = { dryRun: this.#dryRun, reason: 'Import of the device-type library' };
    const outcome = await this.#context.writer.run(this.#context.actor, options, async (work) => {
      places = new Places();
      await saveTypes(work, types, places);
    });
    if (outcome.errors.length > 0) return outcome.errors.map((problem) => places.problem(problem));
    for (const { action } of outcome.changes) {
      if (action === 'create') this.report.created += 1;
      if (action === 'update') this.report.updated += 1;
    }
    return [];
  }
}

/** Imports device, module and rack types of the community library's YAML files; the result is the report. */
export const libraryImportJob = defineJob<LibraryImportInput>({
  name: 'importLibrary',
  label: `Import of ${Object.values(TYPES)
    .map(({ kind }) => kind)
    .join(', ')} types`,
  description: 'Takes over YAML files of the device type library.',
  startedBy: 'anyone',
  inputs: [
    { name: 'fileId', kind: 'file', required: true, help: 'A YAML file, or a tar of them' },
    { name: 'dryRun', kind: 'flag', help: 'Goes through everything, reports, and keeps nothing', initial: false },
  ],
  parse: inputOf,
  run: async (context) => {
    const { fileId, dryRun } = inputOf(context.input);
    const file = await uploaded(context, fileId);
    const run = new LibraryImport(context, dryRun);
    const content = () => context.files.read(file) as Readable; // a file's own read stream
    await assertReadable(content(), file.name, (name) => isType(name) || (!dryRun && isPicture(name)));
    await run.types(content(), file.name);
    if (!dryRun) await run.pictures(content(), file.name);
    const { files, created, updated, errorCount } = run.report;
    context.log(`${files} files: ${created} rows created, ${updated} updated, ${errorCount} errors.`);
    return run.report;
  },
});
