import { useQuery } from '@tanstack/react-query';
import { graphql } from '../../api/client.ts';
import { setActiveOrganization } from '../../api/organization.ts';
import { serverConfig } from '../../api/config.ts';
import { MenuCheck, MenuGroup, MenuLine } from '../../ui/menu.tsx';

/** An organization that the person belongs to. */
export interface Membership {
  id: string;
  name: string;
  slug: string;
  isDefault: boolean;
}

/** Asks for the organizations of the person who is signed in. */
export const membershipsRequest = {
  query: 'query OwnOrganizations { memberships { id name slug isDefault } }',
  variables: {},
};

/** Organizations of the person who is signed in. */
export function useMemberships() {
  return useQuery({
    queryKey: ['memberships'],
    queryFn: async ({ signal }) =>
      (await graphql<{ memberships: Membership[] }>(membershipsRequest, signal)).data.memberships,
    staleTime: 300_000,
  });
}

/** Enters another organization in this tab: everything that was loaded belongs to the one before. */
function enter({ slug }: Membership): void {
  setActiveOrganization(slug);
  location.assign(serverConfig().base);
}

/** The organizations to work in, for people who belong to several. */
export function OrganizationGroup({ current }: { current: string }) {
  const { data = [] } = useMemberships();
  if (data.length < 2) return null;
  return (
    <>
      <MenuLine />
      <MenuGroup label="Organization">
        {data.map((membership) => (
          <MenuCheck
            key={membership.id}
            checked={membership.id === current}
            onChange={() => (membership.id === current ? undefined : enter(membership))}
          >
            {membership.name}
          </MenuCheck>
        ))}
      </MenuGroup>
    </>
  );
}
