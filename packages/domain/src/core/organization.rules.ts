import { afterSave, type Draft, type DomainRule, type Work } from '@plumbline/engine';

/** Who makes an organization belongs to it, and enters it with the organization header. */
const enter = async (drafts: readonly Draft[], work: Work): Promise<void> => {
  const { userId } = work.actor;
  if (userId === null) return;
  await work.sql`
    INSERT INTO users_membership (user_id, organization_id, is_default)
    SELECT m.user_id, v.id, false FROM unnest(${drafts.map(({ id }) => id)}::uuid[]) AS v(id)
    JOIN users_membership m ON m.user_id = ${userId}::uuid AND m.organization_id = ${work.org} ON CONFLICT DO NOTHING`;
};

/** What follows the making of an organization. */
export const organizationRules: readonly DomainRule[] = [
  afterSave('core.Organization', { name: 'core.organization.1.member', on: ['create'], run: enter }),
];
