import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ComponentProps, type FormEvent, useState } from 'react';
import { ApiError, messageOf } from '../../api/errors.ts';
import { renewPassword, type Session, sessionKey, signOut } from '../../api/session.ts';
import { Button, LinkButton } from '../../ui/button.tsx';
import { Input } from '../../ui/input.tsx';
import { Alert } from '../../ui/panel.tsx';
import shared from '../../ui/settings-page.module.css';
import { EntryPage } from './entry-page.tsx';
import css from './sign-in.module.css';

const fields = [
  { name: 'current', label: 'Password you signed in with', autoComplete: 'current-password' },
  { name: 'password', label: 'New password', autoComplete: 'new-password' },
  { name: 'again', label: 'New password again', autoComplete: 'new-password' },
] as const;

/** The field that a refusal of the server is about; null when it is none of them. */
export function fieldOfRefusal(error: unknown): 'current' | 'password' | null {
  if (!(error instanceof ApiError)) return null;
  if (error.code === 'WRONG_PASSWORD') return 'current';
  return error.code.startsWith('PASSWORD_') ? 'password' : null;
}

function Field({ label, problem, ...input }: ComponentProps<typeof Input> & { label: string; problem: string | null }) {
  const errorId = `renew-${input.name}-error`;
  return (
    <div className={css.field}>
      <label htmlFor={`renew-${input.name}`}>{label}</label>
      <Input
        {...input}
        id={`renew-${input.name}`}
        type="password"
        required
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem ? errorId : undefined}
      />
      {problem ? (
        <span className={shared.problem} id={errorId} role="alert">
          {problem}
        </span>
      ) : null}
    </div>
  );
}

function useRenewal() {
  const client = useQueryClient();
  const [differs, setDiffers] = useState(false);
  const renew = useMutation({
    mutationFn: ({ current, password }: { current: string; password: string }) => renewPassword(current, password),
    onSuccess: () => client.invalidateQueries({ queryKey: sessionKey }),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '');
    const isOther = text('password') !== text('again');
    setDiffers(isOther);
    if (!isOther) renew.mutate({ current: text('current'), password: text('password') });
  };
  const about = fieldOfRefusal(renew.error);
  const problemOf = (name: string): string | null => {
    if (name === 'again') return differs ? 'This is not the same as above.' : null;
    return name === about ? messageOf(renew.error) : null;
  };
  return { renew, submit, problemOf, general: renew.isError && about === null ? messageOf(renew.error) : null };
}

/** The page of people who have to choose a new password before anything else. */
export function NewPassword({ session }: { session: Session }) {
  const client = useQueryClient();
  const { renew, submit, problemOf, general } = useRenewal();
  const leave = () => void signOut().finally(() => client.setQueryData(sessionKey, null));
  return (
    <EntryPage title="New password">
      <form className={css.form} onSubmit={submit}>
        <p>
          Choose a new password for <strong>{session.user.username}</strong>. An administrator asks for it; the product
          opens right after.
        </p>
        {general ? <Alert>{general}</Alert> : null}
        {fields.map(({ name, ...field }, at) => (
          <Field key={name} name={name} {...field} problem={problemOf(name)} autoFocus={at === 0} />
        ))}
        <Button type="submit" tone="primary" disabled={renew.isPending}>
          Set the password
        </Button>
        <LinkButton onClick={leave}>Sign out instead</LinkButton>
      </form>
    </EntryPage>
  );
}
