import type { ReactNode } from 'react';
import { useWatch, type UseFormReturn } from 'react-hook-form';
import type { UiEntity } from '../../catalogue/types.ts';
import { JobChoice } from '../../features/jobs/job-choice.tsx';
import { NextTimes } from '../../features/jobs/next-times.tsx';
import { timingOf } from '../../features/jobs/schedule.ts';
import { CreatePage } from '../../generic/form/create.page.tsx';
import { EditPage } from '../../generic/form/edit.page.tsx';
import { FieldControl } from '../../generic/form/field-control.tsx';
import form from '../../generic/form/form.module.css';
import { FormSections } from '../../generic/form/form-sections.tsx';
import type { FormField, FormValues } from '../../generic/form/values.ts';
import { Card } from '../../ui/panel.tsx';
import { useRested } from '../../ui/use-rested.ts';

const first = ['name', 'description', 'enabled'];
const timing = ['kind', 'cron', 'timeZone', 'everyMinutes', 'startsAt', 'overlap'];

/** Fields of the timing that each kind asks for. */
const ofKind: Readonly<Record<string, readonly string[]>> = {
  cron: ['kind', 'cron', 'timeZone', 'overlap'],
  interval: ['kind', 'everyMinutes', 'startsAt', 'overlap'],
  once: ['kind', 'startsAt'],
};

const restMs = 300;

function Named({
  names,
  fields,
  hook,
  children,
}: {
  names: readonly string[];
  fields: readonly FormField[];
  hook: UseFormReturn<FormValues>;
  /** What stands before them. */
  children?: ReactNode;
}) {
  return (
    <div className={form.fields}>
      {children}
      {names.map((name) => {
        const item = fields.find((candidate) => candidate.name === name);
        return item ? <FieldControl key={name} item={item} control={hook.control} /> : null;
      })}
    </div>
  );
}

/** The sections of a schedule: its name, what it starts, and when, with the next times as one types. */
function ScheduleBody({ hook, fields }: { hook: UseFormReturn<FormValues>; fields: readonly FormField[] }) {
  const values = useWatch({ control: hook.control });
  const rested = useRested(JSON.stringify(timingOf(values)), restMs);
  const own = new Set([...first, ...timing, 'job', 'input']);
  return (
    <>
      <Card title="Schedule">
        <Named names={first} fields={fields} hook={hook} />
      </Card>
      <Card title="What it starts">
        <Named names={['input']} fields={fields} hook={hook}>
          <JobChoice control={hook.control} />
        </Named>
      </Card>
      <Card title="When">
        <Named names={ofKind[String(values['kind'])] ?? timing} fields={fields} hook={hook} />
      </Card>
      <Card title="Next times">
        <NextTimes timing={JSON.parse(rested) as ReturnType<typeof timingOf>} isLive />
      </Card>
      <FormSections fields={fields.filter(({ name }) => !own.has(name))} control={hook.control} />
    </>
  );
}

const body = (hook: UseFormReturn<FormValues>, fields: readonly FormField[]) => (
  <ScheduleBody hook={hook} fields={fields} />
);

/** Adds or edits a schedule. */
export function JobScheduleForm({ entity, segment }: { entity: UiEntity; segment: string | null }) {
  return segment === null ? (
    <CreatePage entity={entity} body={body} />
  ) : (
    <EditPage entity={entity} segment={segment} body={body} />
  );
}
