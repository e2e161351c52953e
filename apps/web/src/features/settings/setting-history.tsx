import { messageOf } from '../../api/errors.ts';
import { capital } from '../../catalogue/catalogue.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Bones, EmptyState, ErrorState } from '../../ui/panel.tsx';
import { Table } from '../../ui/table.tsx';
import { ago, localTime } from '../../ui/time.ts';
import { notify } from '../../ui/toast.tsx';
import { type Setting, settingText, type SettingVersion, useSettingHistory, useSettingRestore } from './settings.ts';

function VersionLine({
  version: { version, value, changedAt, changedByName, reason },
  isHeld,
  disabled,
  onRestore,
}: {
  version: SettingVersion;
  /** Whether it is the one that holds. */
  isHeld: boolean;
  disabled: boolean;
  onRestore: (version: number) => void;
}) {
  return (
    <tr>
      <td>
        {settingText(value)} {reason ? `(${reason})` : null}
      </td>
      <td>
        <time dateTime={changedAt} title={localTime(changedAt)}>
          {ago(changedAt)}
        </time>
      </td>
      <td>{changedByName}</td>
      <td>
        {isHeld ? (
          'holds'
        ) : (
          <Button disabled={disabled} onClick={() => onRestore(version)}>
            Bring back
          </Button>
        )}
      </td>
    </tr>
  );
}

function Versions({
  setting,
  versions,
  disabled,
  onRestore,
}: {
  setting: Setting;
  versions: readonly SettingVersion[];
  disabled: boolean;
  onRestore: (version: number) => void;
}) {
  return (
    <Table heads={['Value', 'When', 'By', { label: 'Action', isSilent: true }]} isTall>
      {versions.map((version) => (
        <VersionLine
          key={version.version}
          version={version}
          isHeld={version.version === setting.version}
          disabled={disabled}
          onRestore={onRestore}
        />
      ))}
    </Table>
  );
}

/** Every version of a setting, each to be brought back. */
export function SettingHistory({ setting, onClose }: { setting: Setting; onClose: () => void }) {
  const query = useSettingHistory(setting.key);
  const restore = useSettingRestore();
  const bringBack = (version: number) =>
    restore.mutate(
      { key: setting.key, version },
      {
        onSuccess: ([refusal]) => {
          notify(refusal ? 'Not brought back' : `${capital(setting.label)} is as it was`, refusal?.message);
          if (!refusal) onClose();
        },
        onError: (error) => notify('Not brought back', messageOf(error)),
      },
    );
  return (
    <Dialog open onClose={onClose} title={`History of ${setting.label}`} width={620}>
      {query.isPending ? <Bones lines={4} /> : null}
      {query.isError ? <ErrorState error={query.error} /> : null}
      {query.data?.length === 0 ? <EmptyState title="Never changed" /> : null}
      {query.data && query.data.length > 0 ? (
        <Versions setting={setting} versions={query.data} disabled={restore.isPending} onRestore={bringBack} />
      ) : null}
    </Dialog>
  );
}
