import { rule, type DomainRule } from '@plumbline/engine';

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Context data merges key by key, so it has to be an object. */
export const contextDataRule = (entity: string, field: string): DomainRule =>
  rule(entity, {
    name: 'extras.configcontext.1',
    when: [field],
    check: (drafts) => {
      for (const draft of drafts) {
        const value = draft.after[field] ?? null;
        if (value !== null && !isObject(value))
          draft.refuse(field, 'BAD_USER_INPUT', 'Context data is an object, such as { "ntp": ["10.0.0.1"] }.');
      }
    },
  });

/** Rules of config contexts. */
export const configContextRules: readonly DomainRule[] = [contextDataRule('extras.ConfigContext', 'data')];
