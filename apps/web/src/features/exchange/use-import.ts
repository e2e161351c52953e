import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { messageOf } from '../../api/errors.ts';
import { type Job, startJob, useJob } from '../jobs/job.ts';
import { uploadFile } from './upload.ts';

/** An import under way: the file is sent once, and jobs work on it. */
export interface ImportRun {
  job: Job | null;
  /** Whether a file is being sent or a job runs. */
  isBusy: boolean;
  /** Percent sent; null while nothing is. */
  sent: number | null;
  error: string | null;
  start: (file: File, input: Record<string, unknown>) => void;
  /** Forgets the job and its outcome, as for another file. */
  reset: () => void;
}

/** Uploads a file, starts the named job on it, and follows it to its end. */
export function useImport(name: string): ImportRun {
  const client = useQueryClient();
  const [id, setId] = useState<string | null>(null);
  const [sent, setSent] = useState<number | null>(null);
  const [error, setError] = useState<string | null>(null);
  const stored = useRef<{ file: File; id: string } | null>(null);
  const controller = useRef(new AbortController());
  useEffect(() => () => controller.current.abort(), []);
  const { job } = useJob(id, () => {
    void client.invalidateQueries({ predicate: ({ queryKey }) => !['catalogue', 'job'].includes(String(queryKey[0])) });
  });
  const run = async (file: File, input: Record<string, unknown>) => {
    if (stored.current?.file !== file) {
      setSent(0);
      stored.current = { file, id: await uploadFile(file, setSent, controller.current.signal) };
    }
    const started = await startJob(name, { ...input, fileId: stored.current.id });
    client.setQueryData(['job', started.id], started);
    setId(started.id);
  };
  const start = (file: File, input: Record<string, unknown>) => {
    setError(null);
    setId(null);
    setSent(null);
    run(file, input)
      .catch((cause: unknown) => {
        stored.current = null;
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
