import { Suspense } from 'react';
import { type Session, useSession } from '../api/session.ts';
import { CatalogueContext, useCatalogueQuery } from '../catalogue/use-catalogue.ts';
import { lazyPart } from '../ui/lazy-part.ts';
import { Bones, ErrorState } from '../ui/panel.tsx';
import { Frame } from './frame.tsx';

const SignIn = lazyPart(async () => (await import('../features/sign-in/sign-in.tsx')).SignIn);
const NewPassword = lazyPart(async () => (await import('../features/sign-in/new-password.tsx')).NewPassword);

/** What stands before the frame: nobody is signed in, or a new password is due. */
function Entry({ session }: { session: Session | null }) {
  return <Suspense fallback={<Bones />}>{session ? <NewPassword session={session} /> : <SignIn />}</Suspense>;
}

/** Lets the signed-in through to the frame, once the catalogue is there. */
export function Gate() {
  const session = useSession();
  const catalogue = useCatalogueQuery(Boolean(session.data && !session.data.mustChangePassword));
  if (session.isPending) return <Bones />;
  if (session.isError) return <ErrorState error={session.error} onRetry={() => void session.refetch()} />;
  if (!session.data || session.data.mustChangePassword) return <Entry session={session.data} />;
  if (catalogue.isError) return <ErrorState error={catalogue.error} onRetry={() => void catalogue.refetch()} />;
  if (catalogue.isPending || !catalogue.catalogue) return <Bones />;
  return (
    <CatalogueContext.Provider value={catalogue.catalogue}>
      <Frame session={session.data} />
    </CatalogueContext.Provider>
  );
}
