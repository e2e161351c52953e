import { Alert, Bones } from '../../ui/panel.tsx';
import { Dim } from '../../ui/text.tsx';
import { ago, localTime } from '../../ui/time.ts';
import css from './jobs.module.css';
import { type ScheduleTiming, useScheduleTimes } from './schedule.ts';

const timeIn = (iso: string, zone: string): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone: zone }).format(new Date(iso));

/** When a timing is due, in words and as the next times, in its own zone. */
export function NextTimes({ timing, isLive = false }: { timing: ScheduleTiming; isLive?: boolean }) {
  const { data } = useScheduleTimes(timing);
  if (!data) return <Bones lines={3} />;
  if (data.problem !== null) return isLive ? <Dim>{data.problem}</Dim> : <Alert>{data.problem}</Alert>;
  const zone = timing.kind === 'cron' ? (timing.timeZone ?? 'UTC') : 'UTC';
  return (
    <>
      <p className={css.words} aria-live={isLive ? 'polite' : undefined}>
        {data.words}
      </p>
      {data.times.length === 0 ? <Dim>It is not due any more.</Dim> : null}
      <ol className={css.times} aria-label="Next times">
        {data.times.map((at) => (
          <li key={at}>
            <time dateTime={at} title={localTime(at)}>
              {timeIn(at, zone)}
            </time>{' '}
            <Dim>{ago(at)}</Dim>
          </li>
        ))}
      </ol>
    </>
  );
}
