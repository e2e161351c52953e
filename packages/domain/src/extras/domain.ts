import { defineDomain, type DomainRule } from '@plumbline/engine';
import { choiceSetRules } from './custom-field/custom-field-choice-set.rules.ts';
import { configContextRules } from './config-context/config-context.rules.ts';
import { customizationRules } from './customization/customization.rules.ts';
import { customFieldRules } from './custom-field/custom-field.rules.ts';
import { customFieldValueRules } from './custom-field/check.rules.ts';
import { eventRulesConsumer } from './events/event-rules.consumer.ts';
import { eventRules } from './events/event.rules.ts';
import { deliverySettings } from './events/retention.queries.ts';
import { WebhookResolver } from './events/webhook.resolver.ts';
import { openReferenceRules } from './attachments/open-reference.rules.ts';
import { MarksResolver } from './people/marks.resolver.ts';
import { notificationsConsumer } from './people/notifications.consumer.ts';
import { NotificationsResolver } from './people/notifications.resolver.ts';
import { PreferencesResolver } from './people/preferences.resolver.ts';
import { notificationSettings } from './people/retention.queries.ts';
import { ViewsResolver } from './people/views.resolver.ts';
import { profileRules } from './config-context/profile.rules.ts';
import { tagRules } from './tag.rules.ts';
import { entities as coreEntities } from '../core/index.gen.ts';
import { entities as tenancyEntities } from '../tenancy/index.gen.ts';
import { entities as usersEntities } from '../users/index.gen.ts';
import { entities } from './index.gen.ts';

// these domains come before this one and can't name its rules themselves
const taggable = [...coreEntities, ...usersEntities, ...tenancyEntities, ...entities];

const rules: readonly DomainRule[] = [
  ...customFieldRules,
  ...choiceSetRules,
  ...configContextRules,
  ...profileRules,
  ...eventRules,
  ...customizationRules,
  ...openReferenceRules,
  ...tagRules(taggable),
  ...customFieldValueRules(taggable),
];

/** Tags, custom fields, config contexts and templates, and what people keep for themselves. */
export const extras = defineDomain({
  name: 'extras',
  entities,
  rules,
  settings: [...deliverySettings, ...notificationSettings],
  resolvers: [MarksResolver, ViewsResolver, PreferencesResolver, NotificationsResolver, WebhookResolver],
  consumers: [eventRulesConsumer, notificationsConsumer],
});
