import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { graphql } from '../../api/client.ts';
import { messageOf, type UserError } from '../../api/errors.ts';
import { noticesKey } from '../../frame/notices.tsx';
import { notify } from '../../ui/toast.tsx';

/** What a setting takes. */
export interface SettingType {
  /** `boolean`, `integer`, `choice`, `text` or `json`. */
  kind: string;
  min?: number;
  max?: number;
  values?: string[];
}

/** A setting as it holds for the organization. */
export interface Setting {
  key: string;
  label: string;
  help: string;
  type: SettingType;
  value: unknown;
  default: unknown;
  /** `ORGANIZATION`, `DEPLOYMENT` or `DEFAULT`. */
  source: string;
  /** Stored with the organization; 0 while there is none. */
  version: number;
}

/** One version of a setting that once held. */
export interface SettingVersion {
  version: number;
  value: unknown;
  changedAt: string;
  changedByName: string | null;
  reason: string | null;
}

/** A value to store, guarded by the version that was read; null takes it back. */
export interface SettingInput {
  key: string;
  value: unknown;
  version: number;
}

interface Payload {
  userErrors: UserError[];
}

const settingsQuery = '{ settings { key label help type value default source version } }';

/** All settings. */
export function useSettings() {
  return useQuery({
    queryKey: ['settings'],
    queryFn: async ({ signal }) =>
      (await graphql<{ settings: Setting[] }>({ query: settingsQuery, variables: {} }, signal)).data.settings,
  });
}

/** Every version of one setting, newest first. */
export function useSettingHistory(key: string) {
  const query = `query History($key: String!) {
  settingHistory(key: $key) { version value changedAt changedByName reason }
}`;
  return useQuery({
    queryKey: ['settings', 'history', key],
    queryFn: async ({ signal }) =>
      (await graphql<{ settingHistory: SettingVersion[] }>({ query, variables: { key } }, signal)).data.settingHistory,
  });
}

function useWrite<T>(field: string, query: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (variables: T) => {
      const request = { query, variables: variables as Record<string, unknown> };
      return (await graphql<Record<string, Payload>>(request)).data[field]?.userErrors ?? [];
    },
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['settings'] }),
        client.invalidateQueries({ queryKey: noticesKey }),
      ]),
  });
}

/** Stores several settings, all or none; answers with the refusals. */
export function useSettingsUpdate() {
  return useWrite<{ input: SettingInput[] }>(
    'settingsUpdate',
    `mutation Update($input: [SettingInput!]!) {
  settingsUpdate(input: $input) { userErrors { code message path } }
}`,
  );
}

/** Brings a version back; answers with the refusals. */
export function useSettingRestore() {
  return useWrite<{ key: string; version: number }>(
    'settingRestore',
    `mutation Restore($key: String!, $version: Int!) {
  settingRestore(key: $key, version: $version) { userErrors { code message path } }
}`,
  );
}

/** A value in words. */
export function settingText(value: unknown): string {
  if (value === null || value === undefined) return 'taken back';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A value as it is edited. */
export function settingInput(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

function jsonValue(text: string): { value: unknown } | { problem: string } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return { problem: 'JSON is needed, such as {} or [].' };
  }
}

/** The typed text of a setting as its value, or why it is none. */
export function settingValue(type: SettingType, text: string): { value: unknown } | { problem: string } {
  if (type.kind === 'json') return jsonValue(text);
  if (type.kind !== 'integer') return { value: text };
  const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = type;
  const number = Number(text);
  if (text.trim() === '' || !Number.isInteger(number) || number < min || number > max) {
    return { problem: `A whole number from ${min} to ${max} is needed.` };
  }
  return { value: number };
}

/** What became of a mail that was sent to try the mail server. */
interface MailTest {
  ok: boolean;
  to: string | null;
  error: string | null;
}

const MAIL_TEST = 'mutation { mailTest { ok to error } }';

/** Sends a mail to oneself. */
export function useMailTest() {
  return useMutation({
    mutationFn: async () => (await graphql<{ mailTest: MailTest }>({ query: MAIL_TEST, variables: {} })).data.mailTest,
    onSuccess: ({ ok, to, error }) =>
      ok ? notify('The mail was taken', `It goes to ${to}.`) : notify('No mail went out', error ?? undefined),
    onError: (error) => notify('No mail went out', messageOf(error)),
  });
}

/** Settings by the part of the product they belong to: what stands before the first dot. */
export function settingGroups(settings: readonly Setting[]): [area: string, settings: Setting[]][] {
  const groups = new Map<string, Setting[]>();
  for (const setting of settings) {
    const area = setting.key.split('.')[0] ?? '';
    groups.set(area, [...(groups.get(area) ?? []), setting]);
  }
  return [...groups.entries()];
}
