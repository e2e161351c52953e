import { useQuery } from '@tanstack/react-query';
import { graphql } from '../../api/client.ts';

/** When a schedule is due, as a row or a form holds it. */
export interface ScheduleTiming {
  kind: string;
  startsAt: string | null;
  everyMinutes: number | null;
  cron: string | null;
  timeZone: string | null;
}

/** A timing in words, with its next times; or what is wrong with it. */
export interface ScheduleTimes {
  words: string | null;
  times: readonly string[];
  problem: string | null;
}

const query = `query JobTimes($timing: JobTimingInput!, $count: Int!) {
  jobScheduleTimes(timing: $timing, count: $count) { words times problem }
}`;

/** The next times of a timing; what was known stays while they are asked for. */
export function useScheduleTimes(timing: ScheduleTiming, count = 5) {
  return useQuery({
    queryKey: ['job-times', timing, count],
    queryFn: async ({ signal }) =>
      (await graphql<{ jobScheduleTimes: ScheduleTimes }>({ query, variables: { timing, count } }, signal)).data
        .jobScheduleTimes,
    placeholderData: (before) => before,
  });
}

const text = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null;

/** An instant of a row, or a time of a form in the reader's zone. */
function instant(value: unknown): string | null {
  const given = text(value);
  const date = new Date(given ?? '');
  return given === null || Number.isNaN(date.getTime()) ? given : date.toISOString();
}

/** The timing that fields of a row or a form stand for. */
export function timingOf(values: Readonly<Record<string, unknown>>): ScheduleTiming {
  const minutes = Number(values['everyMinutes'] || Number.NaN);
  return {
    kind: text(values['kind']) ?? 'cron',
    startsAt: instant(values['startsAt']),
    everyMinutes: Number.isInteger(minutes) ? minutes : null,
    cron: text(values['cron']),
    timeZone: text(values['timeZone']),
  };
}

/** Starts the job of a schedule now. @throws ApiError */
export async function runSchedule(id: string): Promise<{ number: number }> {
  const run = 'mutation RunSchedule($id: ID!) { jobScheduleRun(id: $id) { number } }';
  const { data } = await graphql<{ jobScheduleRun: { number: number } }>({ query: run, variables: { id } });
  return data.jobScheduleRun;
}
