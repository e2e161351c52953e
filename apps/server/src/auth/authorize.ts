import type { Authorize } from '@plumbline/engine';
import { Forbidden } from '@plumbline/kit';

/** What decides about rights and organizations; only administrators write it. */
const ADMINISTRATION: ReadonlySet<string> = new Set(['core.Organization', 'users.User', 'users.ApiToken']);

/** Lets members write everything of their organization but accounts, tokens and organizations. @throws Forbidden */
export const authorize: Authorize = (actor, model) => {
  if (ADMINISTRATION.has(model.name) && !actor.superuser)
    throw new Forbidden(`Only administrators may change a ${model.label}.`);
};
