import type { UiEntity } from '../../catalogue/types.ts';
import { useIsAdministrator } from '../../features/members/administrator.ts';
import { AddMember } from '../../features/members/member-dialogs.tsx';
import { ListPage } from '../../generic/list/list.page.tsx';

/** The users of the organization, with a way to let in those of others. */
export function UsersPage({ entity }: { entity: UiEntity }) {
  const isAdministrator = useIsAdministrator();
  return <ListPage entity={entity} actions={isAdministrator ? <AddMember /> : null} />;
}
