import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect } from 'react';
import { messageOf } from '../api/errors.ts';
import { sessionKey, signIn } from '../api/session.ts';
import { Button } from '../ui/button.tsx';
import { Input } from '../ui/input.tsx';
import { Mark } from '../ui/mark.tsx';
import { Alert } from '../ui/panel.tsx';
import css from './sign-in.module.css';

/** The page for those who are not signed in; it keeps the address they came for. */
export function SignIn() {
  const client = useQueryClient();
  useEffect(() => {
    document.title = 'Sign in · Plumbline';
  }, []);
  const enter = useMutation({
    mutationFn: ({ username, password }: { username: string; password: string }) => signIn(username, password),
    onSuccess: () => client.invalidateQueries({ queryKey: sessionKey }),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    enter.mutate({
      username: String(form.get('username') ?? ''),
      password: String(form.get('password') ?? ''),
    });
  };
  return (
    <main className={css.page}>
      <form className={css.box} onSubmit={submit}>
        <h1 className={css.brand}>
          <Mark size={28} />
          Plumbline
        </h1>
        {enter.isError ? <Alert>{messageOf(enter.error)}</Alert> : null}
        <label className={css.field}>
          User name
          <Input name="username" autoComplete="username" required autoFocus />
        </label>
        <label className={css.field}>
          Password
          <Input name="password" type="password" autoComplete="current-password" required />
        </label>
        <Button type="submit" tone="primary" disabled={enter.isPending}>
          Sign in
        </Button>
      </form>
    </main>
  );
}
