import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import { messageOf } from '../../api/errors.ts';
import { SignInPaused, sessionKey, signIn } from '../../api/session.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Input } from '../../ui/input.tsx';
import { Alert } from '../../ui/panel.tsx';
import { EntryPage } from './entry-page.tsx';
import { fetchProviders, loginAddress, type Provider, providerError, withoutError } from './providers.ts';
import css from './sign-in.module.css';
import { useWait, waitText } from './use-wait.ts';

/** Why a sign-in at a provider failed; the address does not keep it, so that it is not told again. */
function useProviderError(): string | null {
  const [problem] = useState(() => providerError(location.search));
  useEffect(() => {
    if (problem) history.replaceState(history.state, '', withoutError(new URL(location.href)));
  }, [problem]);
  return problem;
}

function ProviderLinks({ providers, isAlone }: { providers: readonly Provider[]; isAlone: boolean }) {
  if (providers.length === 0) return null;
  return (
    <div className={css.ways}>
      {isAlone ? null : <p className={css.or}>or</p>}
      {providers.map((provider) => (
        <a
          key={provider.key}
          className={cx(buttonClass(isAlone ? 'primary' : 'plain'), css.way)}
          href={loginAddress(provider, new URL(location.href))}
        >
          <KeyRound size={14} aria-hidden="true" /> Sign in with {provider.name}
        </a>
      ))}
    </div>
  );
}

function useSignIn() {
  const client = useQueryClient();
  const [until, setUntil] = useState(0);
  const enter = useMutation({
    mutationFn: ({ username, password }: { username: string; password: string }) => signIn(username, password),
    onSuccess: () => client.invalidateQueries({ queryKey: sessionKey }),
    onError: (error) => {
      if (error instanceof SignInPaused) setUntil(Date.now() + error.waitS * 1000);
    },
  });
  return { enter, left: useWait(until) };
}

/** What went wrong last; a wait is told once, and counted down on the button. */
function Problem({ error, left }: { error: unknown; left: number }) {
  if (!(error instanceof SignInPaused)) return <Alert>{messageOf(error)}</Alert>;
  if (left === 0) return <Alert>The wait is over. Try again.</Alert>;
  return (
    <Alert>
      <strong>{error.message}</strong>
      <span>
        For {waitText(error.waitS)} no password is looked at, not even the right one. Each wrong one after that doubles
        the wait.
      </span>
    </Alert>
  );
}

function PasswordForm({ problem }: { problem: string | null }) {
  const { enter, left } = useSignIn();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '');
    if (left === 0) enter.mutate({ username: text('username'), password: text('password') });
  };
  return (
    <form className={css.form} onSubmit={submit}>
      {enter.isError ? <Problem error={enter.error} left={left} /> : problem ? <Alert>{problem}</Alert> : null}
      <label className={css.field}>
        User name
        <Input name="username" autoComplete="username" required autoFocus />
      </label>
      <label className={css.field}>
        Password
        <Input name="password" type="password" autoComplete="current-password" required />
      </label>
      <Button type="submit" tone="primary" disabled={enter.isPending || left > 0}>
        {left > 0 ? `Wait ${waitText(left)}` : 'Sign in'}
      </Button>
    </form>
  );
}

/** The page for those who are not signed in; it keeps the address they came for. */
export function SignIn() {
  const problem = useProviderError();
  // A server that does not say offers the password alone; the form says what it does not answer.
  const { data } = useQuery({ queryKey: ['providers'], queryFn: ({ signal }) => fetchProviders(signal) });
  const hasPassword = data?.password ?? true;
  return (
    <EntryPage title="Sign in">
      {data?.notice ? <p className={css.notice}>{data.notice}</p> : null}
      {hasPassword ? <PasswordForm problem={problem} /> : problem ? <Alert>{problem}</Alert> : null}
      <ProviderLinks providers={data?.providers ?? []} isAlone={!hasPassword} />
    </EntryPage>
  );
}
