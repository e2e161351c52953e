import type { UiEntity } from '../../catalogue/types.ts';
import { useIsAdministrator } from '../../features/members/administrator.ts';
import { AddMember } from '../../features/members/member-dialogs.tsx';
import { InviteMember } from '../../features/permissions/invite-dialog.tsx';
import { ListPage } from '../../generic/list/list.page.tsx';

/** The users of the organization, with ways to invite people and to let in users of other organizations. */
export function UsersPage({ entity }: { entity: UiEntity }) {
  const isAdministrator = useIsAdministrator();
  const actions = (
    <>
      <InviteMember />
      {isAdministrator ? <AddMember /> : null}
    </>
  );
  return <ListPage entity={entity} actions={actions} />;
}
