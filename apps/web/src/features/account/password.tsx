import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ComponentProps, useState } from 'react';
import { graphql, type GraphqlRequest } from '../../api/client.ts';
import { messageOf, type UserError } from '../../api/errors.ts';
import { Button } from '../../ui/button.tsx';
import { Input } from '../../ui/input.tsx';
import { Card } from '../../ui/panel.tsx';
import shared from '../../ui/settings-page.module.css';
import { notify } from '../../ui/toast.tsx';
import css from './account.module.css';

/** Changes one's own password. */
export function passwordRequest(current: string, password: string): GraphqlRequest {
  return {
    query: `mutation OwnPassword($current: String!, $password: String!) {
  passwordChange(current: $current, password: $password) { userErrors { code message path } }
}`,
    variables: { current, password },
  };
}

function PasswordField({
  id,
  label,
  problem,
  ...input
}: { id: string; label: string; problem?: string | undefined } & ComponentProps<typeof Input>) {
  return (
    <div className={css.field}>
      <label htmlFor={id}>{label}</label>
      <Input
        id={id}
        type="password"
        required
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem ? `${id}-error` : undefined}
        {...input}
      />
      {problem ? (
        <span className={shared.problem} id={`${id}-error`}>
          {problem}
        </span>
      ) : null}
    </div>
  );
}

const empty = { current: '', password: '', again: '' };

function usePasswordChange(onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ current, password }: typeof empty) => {
      type Reply = { passwordChange: { userErrors: UserError[] } };
      return (await graphql<Reply>(passwordRequest(current, password))).data.passwordChange.userErrors;
    },
    onSuccess: (errors) => {
      if (errors.length > 0) return undefined;
      notify('Your password is changed', 'All other browsers are signed out.');
      onDone();
      return client.invalidateQueries({ queryKey: ['signed-in'] });
    },
  });
}

const fields = [
  { name: 'current', id: 'password-current', label: 'Current password', autoComplete: 'current-password' },
  { name: 'password', id: 'password-new', label: 'New password', autoComplete: 'new-password' },
  { name: 'again', id: 'password-again', label: 'New password again', autoComplete: 'new-password' },
] as const;

/** Changes one's own password; all other browsers are signed out. */
export function PasswordCard() {
  const [values, setValues] = useState(empty);
  const [differs, setDiffers] = useState(false);
  const change = usePasswordChange(() => setValues(empty));
  const problemOf = (name: string) =>
    name === 'again' && differs
      ? 'This is not the same as above.'
      : change.data?.find(({ path }) => path === name)?.message;
  const submit = () => {
    const isOther = values.password !== values.again;
    setDiffers(isOther);
    if (!isOther) change.mutate(values);
  };
  return (
    <Card title="Password">
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {fields.map(({ name, ...field }) => (
          <PasswordField
            key={name}
            {...field}
            value={values[name]}
            problem={problemOf(name)}
            onChange={({ target }) => setValues({ ...values, [name]: target.value })}
          />
        ))}
        <Button type="submit" disabled={change.isPending}>
          Change password
        </Button>
        {change.isError ? <p className={shared.problem}>{messageOf(change.error)}</p> : null}
        <p className={shared.help}>All other browsers are signed out; this one and API tokens go on working.</p>
      </form>
    </Card>
  );
}
