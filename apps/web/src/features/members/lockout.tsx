import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { graphql, type GraphqlRequest } from '../../api/client.ts';
import { messageOf, type UserError } from '../../api/errors.ts';
import { Button } from '../../ui/button.tsx';
import { Dim } from '../../ui/text.tsx';
import { localTime } from '../../ui/time.ts';
import { notify } from '../../ui/toast.tsx';

/** Failed sign-ins in a row of a user, and until when the name is locked. */
export function lockoutRequest(user: string): GraphqlRequest {
  return { query: 'query Lockout($user: ID!) { lockout(user: $user) { failures lockedUntil } }', variables: { user } };
}

/** Lets a user who was locked out sign in again. */
export function liftRequest(user: string): GraphqlRequest {
  return {
    query: `mutation LockoutLift($user: ID!) {
  lockoutLift(user: $user) { lifted userErrors { code message path } }
}`,
    variables: { user },
  };
}

function useLift(user: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      type Reply = { lockoutLift: { lifted: boolean; userErrors: UserError[] } };
      return (await graphql<Reply>(liftRequest(user))).data.lockoutLift;
    },
    onSuccess: ({ userErrors: [refusal] }) => {
      notify(refusal ? refusal.message : 'The user may sign in again');
      return client.invalidateQueries({ queryKey: ['lockout', user] });
    },
    onError: (error) => notify('Not lifted', messageOf(error)),
  });
}

/** Whether a user is locked out now, with the way to let them in. */
export function LockoutState({ user }: { user: string }) {
  const lift = useLift(user);
  const { data } = useQuery({
    queryKey: ['lockout', user],
    queryFn: async ({ signal }) => {
      type Reply = { lockout: { failures: number; lockedUntil: string | null } };
      return (await graphql<Reply>(lockoutRequest(user), signal)).data.lockout;
    },
  });
  if (!data?.lockedUntil) return <Dim>no</Dim>;
  return (
    <>
      <span>until {localTime(data.lockedUntil)}</span>
      <Button disabled={lift.isPending} onClick={() => lift.mutate()}>
        Let in now
      </Button>
    </>
  );
}
