import { useQuery } from '@tanstack/react-query';
import { graphql } from '../../api/client.ts';
import { Bones, Card, ErrorState, Fact, Facts } from '../../ui/panel.tsx';
import { Dim, Mono } from '../../ui/text.tsx';
import { When } from '../account/when.tsx';
import { LockoutState } from './lockout.tsx';
import { type SignInFacts, signInRequest } from './requests.ts';

const dayMs = 86_400_000;

function useSignIns(user: string) {
  return useQuery({
    queryKey: ['sign-ins', user],
    queryFn: async ({ signal }) =>
      (await graphql<SignInFacts>(signInRequest(user, new Date(Date.now() - dayMs).toISOString()), signal)).data,
  });
}

function Event({ event }: { event: { happenedAt: string; address: string | null } | undefined }) {
  if (!event) return <Dim>never</Dim>;
  return (
    <>
      <When word="" iso={event.happenedAt} />
      {event.address ? <Mono dim>{event.address}</Mono> : null}
    </>
  );
}

/** How signing in went for a user in the last day, lock-outs among it. */
export function SignInCard({ user }: { user: string }) {
  const query = useSignIns(user);
  return (
    <Card title="Signing in" flush>
      {query.isPending ? <Bones lines={3} /> : null}
      {query.isError ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.data ? (
        <Facts>
          <Fact label="Last sign-in">
            <Event event={query.data.last.nodes[0]} />
          </Fact>
          <Fact label="Failed in 24 h">
            <Mono>{query.data.failed.totalCount}</Mono>
          </Fact>
          <Fact label="Locked out in 24 h">
            <Mono>{query.data.locks.totalCount}</Mono>
            {query.data.locks.nodes[0] ? <Event event={query.data.locks.nodes[0]} /> : null}
          </Fact>
          <Fact label="Locked out now">
            <LockoutState user={user} />
          </Fact>
        </Facts>
      ) : null}
    </Card>
  );
}
