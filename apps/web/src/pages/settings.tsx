import { Mail } from 'lucide-react';
import { useState } from 'react';
import { messageOf, type UserError } from '../api/errors.ts';
import { SettingHistory } from '../features/settings/setting-history.tsx';
import { SettingLine } from '../features/settings/setting-line.tsx';
import {
  type Setting,
  settingGroups,
  settingInput,
  type SettingInput,
  settingValue,
  useMailTest,
  useSettings,
  useSettingsUpdate,
} from '../features/settings/settings.ts';
import css from '../features/settings/settings.module.css';
import { areaLabel } from '../frame/navigation.ts';
import { PageHead } from '../frame/page-head.tsx';
import { useReportStatus } from '../frame/status-line.tsx';
import { Refusals } from '../generic/change-view.tsx';
import detail from '../generic/detail/detail.module.css';
import { Button } from '../ui/button.tsx';
import { counted } from '../ui/counted.ts';
import { Bones, Card, EmptyState, ErrorState } from '../ui/panel.tsx';
import shared from '../ui/settings-page.module.css';
import { notify } from '../ui/toast.tsx';

/** Edited values by key. */
type Draft = Readonly<Record<string, string>>;

/** What the draft changes, ready to be sent, and what is wrong with it. */
function inputsOf(settings: readonly Setting[], draft: Draft): { inputs: SettingInput[]; problems: Draft } {
  const inputs: SettingInput[] = [];
  const problems: Record<string, string> = {};
  for (const { key, type, value, version } of settings) {
    const text = draft[key];
    if (text === undefined || text === settingInput(value)) continue;
    const outcome = type.kind === 'boolean' ? { value: text === 'true' } : settingValue(type, text);
    if ('problem' in outcome) problems[key] = outcome.problem;
    else inputs.push({ key, value: outcome.value, version });
  }
  return { inputs, problems };
}

/** What was typed while the rest was on its way stays. */
function withoutSaved(now: Draft, sent: Draft): Draft {
  return Object.fromEntries(Object.entries(now).filter(([key, text]) => sent[key] !== text));
}

function useDraft(settings: readonly Setting[]) {
  const [draft, setDraft] = useState<Draft>({});
  const [refusals, setRefusals] = useState<readonly UserError[]>([]);
  const update = useSettingsUpdate();
  const { inputs, problems } = inputsOf(settings, draft);
  const send = (input: SettingInput[]) =>
    update.mutate(
      { input },
      {
        onSuccess: (errors) => {
          setRefusals(errors);
          if (errors.length > 0) return;
          setDraft((now) => withoutSaved(now, draft));
          notify(`Saved ${counted(input.length, 'setting', 'settings')}`);
        },
        onError: (error) => setRefusals([{ code: 'FAILED', message: messageOf(error), path: null }]),
      },
    );
  return { draft, setDraft, refusals, inputs, problems, send, isBusy: update.isPending };
}

function Form({ settings }: { settings: readonly Setting[] }) {
  const { draft, setDraft, refusals, inputs, problems, send, isBusy } = useDraft(settings);
  const [historyOf, setHistoryOf] = useState<string | null>(null);
  const history = settings.find(({ key }) => key === historyOf);
  const changed = inputs.length + Object.keys(problems).length;
  return (
    <>
      <div className={detail.scroll} tabIndex={0} role="region" aria-label="Settings">
        <div className={shared.page}>
          <Refusals errors={refusals} />
          {settingGroups(settings).map(([area, members]) => (
            <Card key={area} title={areaLabel(area)} flush>
              <ul className={css.list}>
                {members.map((setting) => (
                  <SettingLine
                    key={setting.key}
                    setting={setting}
                    value={draft[setting.key] ?? settingInput(setting.value)}
                    problem={problems[setting.key]}
                    onChange={(value) => setDraft((now) => ({ ...now, [setting.key]: value }))}
                    onReset={() => send([{ key: setting.key, value: null, version: setting.version }])}
                    onHistory={() => setHistoryOf(setting.key)}
                  />
                ))}
              </ul>
            </Card>
          ))}
        </div>
      </div>
      <Foot
        changed={changed}
        disabled={isBusy || inputs.length === 0 || Object.keys(problems).length > 0}
        onSave={() => send(inputs)}
        onDiscard={() => setDraft({})}
      />
      {history ? <SettingHistory setting={history} onClose={() => setHistoryOf(null)} /> : null}
    </>
  );
}

function Foot({
  changed,
  disabled,
  onSave,
  onDiscard,
}: {
  changed: number;
  disabled: boolean;
  onSave: () => void;
  onDiscard: () => void;
}) {
  return (
    <div className={css.foot}>
      <Button tone="primary" disabled={disabled} onClick={onSave}>
        Save
      </Button>
      <Button tone="quiet" disabled={changed === 0} onClick={onDiscard}>
        Discard
      </Button>
      <span className={shared.help}>{changed === 0 ? 'Nothing changed' : counted(changed, 'change', 'changes')}</span>
    </div>
  );
}

/** Sends a mail to whoever looks, by the settings as they are stored. */
function TryMail() {
  const test = useMailTest();
  return (
    <Button
      title="Sends a mail to your own address, by the settings as they are saved"
      disabled={test.isPending}
      onClick={() => test.mutate()}
    >
      <Mail size={15} /> {test.isPending ? 'Sending' : 'Try mail'}
    </Button>
  );
}

/** How the product behaves for this organization. */
export function SettingsPage() {
  const query = useSettings();
  useReportStatus({ text: 'settings', request: null, ms: null });
  return (
    <>
      <PageHead title="Settings" actions={<TryMail />} />
      {query.isPending ? <Bones lines={8} /> : null}
      {query.isError ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.data?.length === 0 ? <EmptyState title="There is nothing to set" /> : null}
      {query.data && query.data.length > 0 ? <Form settings={query.data} /> : null}
    </>
  );
}
