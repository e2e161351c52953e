import {
  afterSave,
  derive,
  mayStartJob,
  rule,
  type Actor,
  type DomainRule,
  type Draft,
  type JobDefinition,
  type Row,
  type Work,
} from '@plumbline/engine';
import { didYouMean, InvalidInput } from '@plumbline/kit';
import { stored, timingOf, type TimingFields } from './stored-timing.ts';
import { nextDue, patternProblem } from './timing.ts';

const SCHEDULE = 'core.JobSchedule';
const TIMING = ['kind', 'startsAt', 'everyMinutes', 'cron', 'timeZone'] as const;
const WORK = ['job', 'input'] as const;

const fieldsOf = (row: Row): TimingFields => row as unknown as TimingFields; // the fields are of these kinds

/** An interval that begins nowhere begins now. */
const beginning = derive(SCHEDULE, {
  name: 'core.jobschedule.beginning',
  from: ['kind', 'startsAt', 'everyMinutes'],
  fill: (drafts) => {
    for (const draft of drafts) {
      const { kind, startsAt } = fieldsOf(draft.after);
      if (kind === 'interval' && startsAt === null) draft.set('startsAt', stored(new Date()));
    }
  },
});

const NEEDED = {
  once: ['startsAt', 'Say when it is due.'],
  interval: ['everyMinutes', 'Say after how many minutes it is due again.'],
  cron: ['cron', 'Give a pattern, such as 0 3 * * * for every day at three.'],
} as const;

const refuseTiming = (draft: Draft, { fromLog }: Work): void => {
  const fields = fieldsOf(draft.after);
  const [field, message] = NEEDED[fields.kind as keyof typeof NEEDED]; // a closed choice
  const timing = timingOf(fields);
  if (timing === null) return draft.refuse(field, 'REQUIRED', message);
  const wrong = timing.kind === 'cron' ? patternProblem(timing.pattern) : null;
  if (wrong !== null) draft.refuse('cron', 'BAD_USER_INPUT', wrong);
  const isPast =
    !fromLog && timing.kind === 'once' && draft.changed('startsAt') && nextDue(timing, new Date()) === null;
  if (isPast) draft.refuse('startsAt', 'BAD_USER_INPUT', 'This time is over; give one to come.');
};

const timing = rule(SCHEDULE, {
  name: 'core.jobschedule.1',
  when: TIMING,
  check: (drafts, work) => drafts.forEach((draft) => refuseTiming(draft, work)),
});

const refuseInput = (draft: Draft, definition: JobDefinition): void => {
  try {
    definition.parse?.(draft.after['input']);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    for (const { code, message } of error.problems) draft.refuse('input', code, message);
  }
};

/** The job exists, takes the input, and may be started by who says that it is. */
const startable = (definitions: ReadonlyMap<string, JobDefinition>): DomainRule =>
  rule(SCHEDULE, {
    name: 'core.jobschedule.2',
    when: WORK,
    on: ['create', 'update'],
    check: (drafts, { actor, registry }) => {
      for (const draft of drafts) {
        const name = String(draft.after['job']);
        const definition = definitions.get(name);
        if (!definition) {
          const hint = didYouMean(name, definitions.keys());
          draft.refuse('job', 'UNKNOWN_JOB', `There is no job "${name}".${hint}`);
        } else if (!mayStartJob(registry, actor, definition))
          draft.refuse('job', 'FORBIDDEN', `You may not start the job "${definition.label}".`);
        else refuseInput(draft, definition);
      }
    },
  });

/** Who starts the jobs of a schedule, without what belongs to the one request. */
const starterOf = ({ origin: _, ...actor }: Actor): Actor => ({ ...actor, source: 'job', requestId: 'schedule' });

const keepStarters = async (work: Work, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return;
  await work.sql`INSERT INTO core_job_schedule_starter (organization_id, schedule_id, actor)
    SELECT ${work.org}, id, ${JSON.stringify(starterOf(work.actor))}::jsonb FROM unnest(${ids}::uuid[]) AS s(id)
    ON CONFLICT (organization_id, schedule_id) DO UPDATE SET actor = EXCLUDED.actor`;
};

const nextOf = (row: Row): string | null => {
  const given = timingOf(fieldsOf(row));
  return row['enabled'] === true && given ? stored(nextDue(given, new Date())) : null;
};

const isMoved = (draft: Draft): boolean => [...TIMING, 'enabled'].some((field) => draft.changed(field));
const isOther = (draft: Draft): boolean => WORK.some((field) => draft.changed(field));

/** Keeps when a schedule is due next, and whose rights its jobs have: those of who last said what it starts. */
const due = afterSave(SCHEDULE, {
  name: 'core.jobschedule.due',
  on: ['create', 'update'],
  run: async (drafts, work) => {
    const moved = drafts.filter((draft) => draft.before === null || isMoved(draft));
    const others = drafts.filter((draft) => draft.before === null || isOther(draft));
    await keepStarters(
      work,
      others.map(({ id }) => id),
    );
    if (moved.length > 0)
      await work.setDerived(
        SCHEDULE,
        moved.map(({ id, after }) => ({ id, nextRun: nextOf(after) })),
      );
    if (others.length > 0)
      await work.setDerived(
        SCHEDULE,
        others.map(({ id }) => ({ id, runsAs: work.actor.name })),
      );
  },
});

const gone = afterSave(SCHEDULE, {
  name: 'core.jobschedule.gone',
  on: ['delete'],
  run: async (drafts, work) => {
    const ids = drafts.map(({ id }) => id);
    await work.sql`DELETE FROM core_job_schedule_starter WHERE organization_id = ${work.org} AND schedule_id = ANY (${ids}::uuid[])`;
  },
});

/** What schedules have to satisfy, and what is kept with them; over the jobs that this version knows. */
export const jobScheduleRules = (jobs: readonly JobDefinition[]): readonly DomainRule[] => [
  beginning,
  timing,
  startable(new Map(jobs.map((definition) => [definition.name, definition]))),
  due,
  gone,
];
