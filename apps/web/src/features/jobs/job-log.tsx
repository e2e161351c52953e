import { Download, Pause, Play } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { cx } from '../../ui/cx.ts';
import { Card, EmptyState, ErrorState } from '../../ui/panel.tsx';
import { StatusShape } from '../../ui/status.tsx';
import { saveFile } from '../../generic/list/export-rows.ts';
import { isOpen, type Job, type LogLine } from './job.ts';
import css from './jobs.module.css';
import { useJobLog } from './use-job-log.ts';

/** Lines that are drawn at first; a long log offers the earlier ones. */
const mostDrawn = 1_000;

const tones = { error: 'bad', warning: 'warn' } as const;

function Line({ line }: { line: LogLine }) {
  const tone = tones[line.level as keyof typeof tones] as (typeof tones)[keyof typeof tones] | undefined;
  return (
    <li className={cx(tone === 'bad' && css.bad, tone === 'warn' && css.warn)}>
      <time dateTime={line.at}>{line.at.slice(11, 19)}</time>
      <span className={css.sign}>{tone ? <StatusShape tone={tone} /> : null}</span>
      <span>
        {tone ? <span className="sr-only">{line.level}: </span> : null}
        {line.text}
      </span>
    </li>
  );
}

const logText = (lines: readonly LogLine[]): string =>
  lines.map(({ at, level = 'info', text }) => `${at} ${level.toUpperCase().padEnd(7)} ${text}\n`).join('');

function Tools({
  lines,
  job,
  follows,
  onFollow,
}: {
  lines: readonly LogLine[];
  job: Job;
  follows: boolean;
  onFollow: (follows: boolean) => void;
}) {
  return (
    <div className={css.tools}>
      <span>{lines.length === 1 ? '1 line' : `${lines.length.toLocaleString('en')} lines`}</span>
      {isOpen(job) ? (
        <Button aria-pressed={!follows} onClick={() => onFollow(!follows)}>
          {follows ? <Pause size={13} aria-hidden="true" /> : <Play size={13} aria-hidden="true" />}
          {follows ? 'Pause' : 'Follow'}
        </Button>
      ) : null}
      <CopyButton text={logText(lines)} label="the log" />
      <Button onClick={() => saveFile(`job-${job.number}.log`, logText(lines), 'text/plain')}>
        <Download size={13} aria-hidden="true" /> Download
      </Button>
    </div>
  );
}

/** Lines that stand still while paused, with the box scrolled to the last one while it follows. */
function Lines({ lines, follows, onPause }: { lines: readonly LogLine[]; follows: boolean; onPause: () => void }) {
  const [drawsAll, setDrawsAll] = useState(false);
  const box = useRef<HTMLOListElement>(null);
  const drawn = drawsAll ? lines : lines.slice(-mostDrawn);
  useEffect(() => {
    if (follows && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [follows, lines]);
  return (
    <>
      {drawn.length < lines.length ? (
        <Button onClick={() => setDrawsAll(true)}>
          Show {(lines.length - drawn.length).toLocaleString('en')} earlier lines
        </Button>
      ) : null}
      <ol ref={box} className={css.log} tabIndex={0} aria-label="Log" onWheel={({ deltaY }) => deltaY < 0 && onPause()}>
        {drawn.map((line, index) => (
          <Line key={line.line ?? `${line.at}${index}`} line={line} />
        ))}
      </ol>
    </>
  );
}

/** What a job said, oldest first: it grows with the job, can be held still, copied and saved. */
export function JobLogCard({ job }: { job: Job }) {
  const { data, error, refetch } = useJobLog(job.id);
  const [held, setHeld] = useState<readonly LogLine[] | null>(null);
  const all = data?.lines ?? [];
  const lines = held ?? all;
  const follow = (follows: boolean) => setHeld(follows ? null : all);
  return (
    <Card title="Log" aside={<Tools lines={all} job={job} follows={held === null} onFollow={follow} />} flush>
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {data && lines.length === 0 ? <EmptyState title="Nothing was logged" /> : null}
      {lines.length > 0 ? (
        <Lines lines={lines} follows={held === null && isOpen(job)} onPause={() => isOpen(job) && follow(false)} />
      ) : null}
    </Card>
  );
}
