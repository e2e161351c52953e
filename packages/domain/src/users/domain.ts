import { defineDomain } from '@plumbline/engine';
import { AccountResolver } from './account.resolver.ts';
import { apiTokenRules } from './api-token.rules.ts';
import { delegationRules } from './delegation.rules.ts';
import { entities } from './index.gen.ts';
import { objectPermissionRules } from './object-permission.rules.ts';
import { LockoutResolver } from './lockout.resolver.ts';
import { MemberInviteResolver } from './member-invite.resolver.ts';
import { MembershipResolver } from './membership.resolver.ts';
import { OwnTokenResolver } from './own-token.resolver.ts';
import { PermissionPreviewResolver } from './permission-preview.resolver.ts';
import { securityLogRules } from './security-log.rules.ts';
import { SessionResolver } from './session.resolver.ts';
import { ShareLinkResolver } from './share-link.resolver.ts';
import { SHARE_LINKS } from './share.settings.ts';
import { userRules } from './user.rules.ts';
import { userSettings } from './users.settings.ts';

/** Who signs in, and with what. */
export const users = defineDomain({
  name: 'users',
  entities,
  rules: [...userRules, ...apiTokenRules, ...objectPermissionRules, ...delegationRules, ...securityLogRules],
  resolvers: [
    AccountResolver,
    OwnTokenResolver,
    SessionResolver,
    MembershipResolver,
    MemberInviteResolver,
    PermissionPreviewResolver,
    ShareLinkResolver,
    LockoutResolver,
  ],
  settings: [...userSettings, SHARE_LINKS],
});
