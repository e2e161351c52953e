import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { scalars } from '../bind/graphql/scalars.ts';
import type { JobDefinition as Definition, JobInput } from './job.ts';
import type { JobLogPage, JobWorker as Worker, WaitsFor } from './job-reading.ts';
import { startedBy } from './start-rights.ts';

/** What a waiting job waits for, as an enum of the API. */
export const JobWaitsFor = { TIME: 'TIME', WORKER: 'WORKER', TURN: 'TURN' } as const;
registerEnumType(JobWaitsFor, {
  name: 'JobWaitsFor',
  description: 'What a waiting job waits for.',
  valuesConfig: {
    TIME: { description: 'For its time, as after a run that broke off.' },
    WORKER: { description: 'For a process that runs jobs: there is none.' },
    TURN: { description: 'For a free place, or for others that a limit lets go first.' },
  },
});

/** A line of a job's log. */
@ObjectType({ simpleResolvers: true })
export class JobLogLine {
  @Field(() => Int, { description: 'Counts from 1 over all runs of the job.' })
  line!: number;

  @Field(() => scalars.DateTime)
  at!: string;

  @Field(() => String, { description: '`info`, `warning` or `error`.' })
  level!: string;

  @Field(() => String)
  text!: string;
}

/** A page of a job's log, with where the job is. */
@ObjectType({ simpleResolvers: true })
export class JobLog implements JobLogPage {
  @Field(() => String, { description: 'queued, running, completed, failed or cancelled.' })
  status!: JobLogPage['status'];

  @Field(() => Int, { nullable: true, description: 'Share done from 0 to 100; null when it can not be told.' })
  progress!: number | null;

  @Field(() => JobWaitsFor, { nullable: true, description: 'Null unless it waits.' })
  waitsFor!: WaitsFor | null;

  @Field(() => [JobLogLine], { description: 'Oldest first.' })
  lines!: JobLogPage['lines'];

  @Field(() => Int, { description: 'Lines logged so far.' })
  total!: number;
}

/** A value of a job's input, for forms. */
@ObjectType({ simpleResolvers: true })
export class JobInputField {
  @Field(() => String)
  name!: string;

  @Field(() => String, { description: '`text`, `longText`, `number`, `flag`, `choice`, `type`, `file` or `json`.' })
  kind!: string;

  @Field(() => Boolean)
  required!: boolean;

  @Field(() => String)
  help!: string;

  @Field(() => [String], { nullable: true })
  choices!: readonly string[] | null;

  @Field(() => scalars.JSON, { nullable: true, description: 'What a form starts with.' })
  initial!: unknown;
}

/** A kind of work that runs beside requests. */
@ObjectType({ simpleResolvers: true })
export class JobDefinition {
  @Field(() => String, { description: 'Name that `jobStart` takes.' })
  name!: string;

  @Field(() => String)
  label!: string;

  @Field(() => String, { nullable: true })
  description!: string | null;

  @Field(() => [JobInputField], { description: 'Values of the input, in the order of a form.' })
  inputs!: readonly JobInputField[];

  @Field(() => Boolean, { description: 'Whether you may start it, some inputs apart.' })
  mayStart!: boolean;

  @Field(() => String, {
    description: '`anyone` who may write, `runners` who hold the verb `run` on jobs, or `administrators`.',
  })
  startedBy!: string;

  @Field(() => Int, { description: 'Higher ones start first.' })
  priority!: number;

  @Field(() => Int, { nullable: true, description: 'Most that run at once in an organization.' })
  perOrganization!: number | null;

  @Field(() => Int, { nullable: true, description: 'Most that run at once in the deployment.' })
  total!: number | null;

  @Field(() => Int, { nullable: true, description: 'Seconds after which a run is stopped; a day when null.' })
  timeoutSeconds!: number | null;

  @Field(() => Int, { description: 'Most runs of a job that breaks off.' })
  attempts!: number;
}

/** A job that a process runs. */
@ObjectType({ simpleResolvers: true })
export class JobOfWorker {
  @Field(() => ID)
  id!: string;

  @Field(() => Int)
  number!: number;

  @Field(() => String)
  label!: string;
}

/** A process that runs jobs. */
@ObjectType({ simpleResolvers: true })
export class JobWorker implements Worker {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'Host and process number.' })
  name!: string;

  @Field(() => scalars.DateTime)
  startedAt!: string;

  @Field(() => scalars.DateTime, { description: 'Last sign of life.' })
  heartbeat!: string;

  @Field(() => Boolean, { description: 'False when it has given no sign of life for 45 seconds.' })
  isAlive!: boolean;

  @Field(() => Int, { description: 'Jobs it runs at once at most.' })
  slots!: number;

  @Field(() => Int, { description: 'Jobs it runs, of all organizations.' })
  busy!: number;

  @Field(() => [JobOfWorker], { description: 'Jobs of your organization that it runs.' })
  jobs!: Worker['jobs'];
}

const shownInput = ({ name, kind, required = false, help, choices, initial = null }: JobInput): JobInputField => ({
  name,
  kind,
  required,
  help,
  choices: choices ?? null,
  initial,
});

/** A definition as the API shows it. */
export const shownDefinition = (definition: Definition, mayStart: boolean): JobDefinition => {
  const { name, label, description = null, inputs = [], priority = 0, concurrency, timeoutMs, retry } = definition;
  return {
    name,
    label,
    description,
    inputs: inputs.map(shownInput),
    mayStart,
    startedBy: startedBy(definition),
    priority,
    perOrganization: concurrency?.perOrganization ?? null,
    total: concurrency?.total ?? null,
    timeoutSeconds: timeoutMs === undefined ? null : Math.round(timeoutMs / 1_000),
    attempts: retry?.attempts ?? 1,
  };
};
