import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useForm, type UseFormReturn } from 'react-hook-form';
import { messageOf, type UserError } from '../../api/errors.ts';
import { Button, Key } from '../../ui/button.tsx';
import { usePageKeys } from '../../frame/keys.ts';
import { Alert } from '../../ui/panel.tsx';
import { ErrorSummary, focusField } from './error-summary.tsx';
import { FormSections } from './form-sections.tsx';
import css from './form.module.css';
import { type FormField, type FormOutcome, type FormValues, mapErrors } from './values.ts';

/** What stands in place of the generated sections, for a form that is made by hand. */
export type FormBody = (form: UseFormReturn<FormValues>, fields: readonly FormField[]) => ReactNode;

/** What a form does when it is sent; refusals come back to be shown. */
export interface FormActions {
  fields: readonly FormField[];
  start: FormValues;
  outcome: (values: FormValues) => FormOutcome;
  save: (input: Record<string, unknown>, values: FormValues, another: boolean) => Promise<readonly UserError[]>;
  onCancel: () => void;
  /** Offers "save and add another". */
  repeats: boolean;
  body?: FormBody;
  /** Stands above the sections. */
  notice?: string | null;
}

interface Refused {
  byName: Record<string, string>;
  general: UserError[];
}

const nothingRefused: Refused = { byName: {}, general: [] };

function showErrors(form: UseFormReturn<FormValues>, fields: readonly FormField[], refused: Refused): void {
  for (const [name, message] of Object.entries(refused.byName)) form.setError(name, { message });
  const first = fields.find((item) => refused.byName[item.name]);
  if (first) focusField(first.name);
}

async function attempt(actions: FormActions, values: FormValues, another: boolean): Promise<Refused> {
  const { fields, outcome, save } = actions;
  const { input, problems } = outcome(values);
  if (Object.keys(problems).length > 0) return { byName: problems, general: [] };
  try {
    return mapErrors(fields, await save(input, values, another));
  } catch (error) {
    return { byName: {}, general: [{ code: 'FAILED', message: messageOf(error), path: null }] };
  }
}

function useSubmit(form: UseFormReturn<FormValues>, actions: FormActions) {
  const [refused, setRefused] = useState(nothingRefused);
  const [busy, setBusy] = useState(false);
  const submit = async (another: boolean) => {
    if (busy) return;
    form.clearErrors();
    setBusy(true);
    const next = await attempt(actions, form.getValues(), another);
    setBusy(false);
    setRefused(next);
    showErrors(form, actions.fields, next);
  };
  return { refused, busy, submit };
}

interface PressedKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

const isSubmitKey = ({ key, ctrlKey, metaKey }: PressedKey): boolean => key === 'Enter' && (ctrlKey || metaKey);

/** A generated form: sections, a summary of refusals, and its actions at the foot. */
export function EntityForm(actions: FormActions & { values?: FormValues }) {
  const { fields, start, values } = actions;
  const form = useForm<FormValues>({ defaultValues: start });
  const { refused, busy, submit } = useSubmit(form, actions);
  const applied = useRef(values);
  useEffect(() => {
    if (values && values !== applied.current) form.reset(values, { keepDefaultValues: true });
    applied.current = values;
  }, [form, values]);
  // A list that closes may leave the focus on nothing; the key still belongs to the form.
  usePageKeys((event) => {
    if (event.target !== document.body || !isSubmitKey(event)) return;
    event.preventDefault();
    void submit(event.shiftKey && actions.repeats);
  });
  return (
    <form
      className={css.page}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit(false);
      }}
      onKeyDown={(event) => {
        if (!isSubmitKey(event)) return;
        event.preventDefault();
        void submit(event.shiftKey && actions.repeats);
      }}
    >
      <div className={css.scroll}>
        <div className={css.body}>
          {actions.notice ? <Alert>{actions.notice}</Alert> : null}
          <ErrorSummary fields={fields} {...refused} />
          {actions.body?.(form, fields) ?? <FormSections fields={fields} control={form.control} />}
        </div>
      </div>
      <FormFoot actions={actions} busy={busy} onAnother={() => void submit(true)} />
    </form>
  );
}

function FormFoot({ actions, busy, onAnother }: { actions: FormActions; busy: boolean; onAnother: () => void }) {
  return (
    <div className={css.foot}>
      <Button type="submit" tone="primary" disabled={busy}>
        Save <Key>Ctrl ↵</Key>
      </Button>
      {actions.repeats ? (
        <Button onClick={onAnother} disabled={busy}>
          Save and add another
        </Button>
      ) : null}
      <Button tone="quiet" onClick={actions.onCancel}>
        Cancel
      </Button>
    </div>
  );
}
