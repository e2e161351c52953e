import { BaseObject, bool, choice, entity, int, longText, secret, STANDARD, text } from '@plumbline/kit';
import { webhookHttpMethod } from '../customization-choices.ts';

/** An HTTP call that events set off. */
@entity('extras.Webhook', {
  matchBy: ['name'],
  unique: [['name']],
  navGroup: 'Operations',
  features: STANDARD,
})
export class Webhook extends BaseObject {
  @text({ max: 150, natural: true, search: 100, list: true })
  name!: string;

  @text({ max: 500, list: true, label: 'URL' })
  payloadUrl!: string;

  @choice(webhookHttpMethod, { max: 30, default: 'POST', list: true })
  httpMethod!: string;

  @text({ max: 100, default: 'application/json' })
  httpContentType!: string;

  @longText({ optional: true, help: 'Name: value, one on a line; Jinja' })
  additionalHeaders!: string | null;

  @longText({ optional: true, help: 'Jinja' })
  bodyTemplate!: string | null;

  @secret({ optional: true })
  secret!: string | null;

  @bool({ default: true, list: true })
  sslVerification!: boolean;

  @text({ max: 4096, optional: true })
  caFilePath!: string | null;

  @int({ min: 1, max: 60, default: 10, unit: 's', help: 'How long an answer may take' })
  timeoutSeconds!: number;

  @text({ max: 200, optional: true, search: 500 })
  description!: string | null;
}
