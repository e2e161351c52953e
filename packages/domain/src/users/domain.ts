import { defineDomain } from '@plumbline/engine';
import { AccountResolver } from './account.resolver.ts';
import { apiTokenRules } from './api-token.rules.ts';
import { entities } from './index.gen.ts';
import { objectPermissionRules } from './object-permission.rules.ts';
import { userRules } from './user.rules.ts';

/** Who signs in, and with what. */
export const users = defineDomain({
  name: 'users',
  entities,
  rules: [...userRules, ...apiTokenRules, ...objectPermissionRules],
  resolvers: [AccountResolver],
});
