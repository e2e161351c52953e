import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { messageOf } from '../../api/errors.ts';
import { type Job, startJob, useJob } from '../jobs/job.ts';
import { uploadFile } from './upload.ts';

/** Files that go with an import, by the input of the job that takes their ids. */
export interface Attached {
  input: string;
  files: readonly File[];
  /** Whether the input is a list of ids, or one. */
  many: boolean;
}

/** An import under way: the file is sent once, and jobs work on it. */
export interface ImportRun {
  job: Job | null;
  /** Whether a file is being sent or a job runs. */
  isBusy: boolean;
  /** Percent sent; null while nothing is. */
  sent: number | null;
  error: string | null;
  start: (file: File, input: Record<string, unknown>, attached?: readonly Attached[]) => void;
  /** Forgets the job and its outcome, as for another file. */
  reset: () => void;
}

/** Sends files one after the other, each once as long as the page is open. */
function useUploads(onSent: (percent: number) => void) {
  const stored = useRef(new WeakMap<File, string>());
  const controller = useRef(new AbortController());
  useEffect(() => () => controller.current.abort(), []);
  const send = async (files: readonly File[]) => {
    const fresh = files.filter((file) => !stored.current.has(file));
    const total = fresh.reduce((sum, { size }) => sum + size, 0) || 1;
    let before = 0;
    for (const file of fresh) {
      const onProgress = (percent: number) => onSent(Math.round((100 * before + percent * file.size) / total));
      onProgress(0);
      stored.current.set(file, await uploadFile(file, onProgress, controller.current.signal));
      before += file.size;
    }
  };
  return { send, idOf: (file: File) => stored.current.get(file), forget: (file: File) => stored.current.delete(file) };
}

/** Uploads a file and what goes with it, starts the named job on them, and follows it to its end. */
export function useImport(name: string): ImportRun {
  const client = useQueryClient();
  const [id, setId] = useState<string | null>(null);
  const [sent, setSent] = useState<number | null>(null);
  const [error, setError] = useState<string | null>(null);
  const uploads = useUploads(setSent);
  const { job } = useJob(id, () => {
    void client.invalidateQueries({ predicate: ({ queryKey }) => !['catalogue', 'job'].includes(String(queryKey[0])) });
  });
  const run = async (file: File, input: Record<string, unknown>, attached: readonly Attached[]) => {
    await uploads.send([file, ...attached.flatMap(({ files }) => files)]);
    const ids = attached.map(({ input: key, files, many }) => {
      const own = files.map(uploads.idOf);
      return [key, many ? own : own[0]] as const;
    });
    const started = await startJob(name, { ...input, ...Object.fromEntries(ids), fileId: uploads.idOf(file) });
    client.setQueryData(['job', started.id], started);
    setId(started.id);
  };
  const start = (file: File, input: Record<string, unknown>, attached: readonly Attached[] = []) => {
    setError(null);
    setId(null);
    setSent(null);
    run(file, input, attached)
      .catch((cause: unknown) => {
        for (const sent of [file, ...attached.flatMap(({ files }) => files)]) uploads.forget(sent);
        setError(messageOf(cause));
      })
      .finally(() => setSent(null));
  };
  const isBusy = sent !== null || (id !== null && (!job || job.status === 'queued' || job.status === 'running'));
  const reset = () => {
    setId(null);
    setError(null);
  };
  return { job, isBusy, sent, error, start, reset };
}
