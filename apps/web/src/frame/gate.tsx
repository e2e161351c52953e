import { useSession } from '../api/session.ts';
import { CatalogueContext, useCatalogueQuery } from '../catalogue/use-catalogue.ts';
import { Bones, ErrorState } from '../ui/panel.tsx';
import { Frame } from './frame.tsx';
import { SignIn } from './sign-in.tsx';

/** Lets the signed-in through to the frame, once the catalogue is there. */
export function Gate() {
  const session = useSession();
  const catalogue = useCatalogueQuery(Boolean(session.data));
  if (session.isPending) return <Bones />;
  if (session.isError) return <ErrorState error={session.error} onRetry={() => void session.refetch()} />;
  if (!session.data) return <SignIn />;
  if (catalogue.isError) return <ErrorState error={catalogue.error} onRetry={() => void catalogue.refetch()} />;
  if (catalogue.isPending || !catalogue.catalogue) return <Bones />;
  return (
    <CatalogueContext.Provider value={catalogue.catalogue}>
      <Frame session={session.data} />
    </CatalogueContext.Provider>
  );
}
