import { History, RotateCcw } from 'lucide-react';
import { capital } from '../../catalogue/catalogue.ts';
import { IconButton } from '../../ui/button.tsx';
import { Checkbox, Input, Select, TextArea } from '../../ui/input.tsx';
import shared from '../../ui/settings-page.module.css';
import { type Setting, settingText } from './settings.ts';
import css from './settings.module.css';

const sources: Readonly<Record<string, string>> = {
  ORGANIZATION: 'set here',
  DEPLOYMENT: 'set for the deployment',
  DEFAULT: 'default',
};

function Control({
  setting,
  id,
  value,
  onChange,
}: { setting: Setting; id: string } & Omit<LineProps, 'setting' | 'onHistory' | 'onReset' | 'problem'>) {
  const { kind, values, min, max } = setting.type;
  if (kind === 'boolean') {
    return <Checkbox id={id} checked={value === 'true'} onChange={({ target }) => onChange(String(target.checked))} />;
  }
  if (values) {
    const options = values.map((option) => ({ value: option, label: option }));
    return <Select id={id} value={value} options={options} onChange={({ target }) => onChange(target.value)} />;
  }
  if (kind === 'json') {
    return (
      <TextArea
        id={id}
        mono
        rows={3}
        spellCheck={false}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    );
  }
  return (
    <Input
      id={id}
      mono
      value={value}
      {...(kind === 'integer' ? { type: 'number', min, max } : {})}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

interface LineProps {
  setting: Setting;
  /** As it is edited: the text, or `true` and `false`. */
  value: string;
  problem?: string | undefined;
  onChange: (value: string) => void;
  onHistory: () => void;
  onReset: () => void;
}

/** One setting: what it means, its value, where the value comes from, and its history. */
export function SettingLine({ setting, value, problem, onChange, onHistory, onReset }: LineProps) {
  const id = `setting-${setting.key.replace('.', '-')}`;
  return (
    <li className={css.line}>
      <div>
        <label className={css.label} htmlFor={id}>
          {capital(setting.label)}
        </label>
        <div className={shared.help}>{setting.help}</div>
        {problem ? <div className={shared.problem}>{problem}</div> : null}
      </div>
      <Control {...{ setting, id, value, onChange }} />
      <div className={css.side}>
        <span className={shared.help} title={`Default: ${settingText(setting.default)}`}>
          {sources[setting.source] ?? setting.source}
        </span>
        {setting.source === 'ORGANIZATION' ? (
          <IconButton label={`Take back ${setting.label}`} tiny onClick={onReset}>
            <RotateCcw size={13} />
          </IconButton>
        ) : null}
        <IconButton label={`History of ${setting.label}`} tiny onClick={onHistory}>
          <History size={13} />
        </IconButton>
      </div>
    </li>
  );
}
