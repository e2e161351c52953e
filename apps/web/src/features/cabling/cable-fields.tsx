import { useId } from 'react';
import { fieldOf } from '../../catalogue/catalogue.ts';
import { useEntity } from '../../catalogue/use-catalogue.ts';
import { Input, inputClass, Select } from '../../ui/input.tsx';
import { MultiPicker } from '../../ui/picker.tsx';
import { Swatch } from '../../ui/text.tsx';
import { ChoiceInput } from '../../widgets/choice/input.tsx';
import type { CableSpec } from './cable-spec.ts';
import { jacketColors } from './cable-spec.ts';
import css from './connect.module.css';
import { Labelled } from './side-fields.tsx';

const nothing = () => undefined;

function ChoiceField({
  name,
  label,
  spec,
  onChange,
}: {
  name: 'type' | 'status' | 'profile';
  label: string;
  spec: CableSpec;
  onChange: (spec: CableSpec) => void;
}) {
  const id = useId();
  const entity = useEntity('dcim.Cable');
  const field = entity && fieldOf(entity, name);
  if (!field) return null;
  return (
    <Labelled label={label} id={id}>
      <ChoiceInput
        field={field}
        id={id}
        value={spec[name]}
        onChange={(value) => onChange({ ...spec, [name]: typeof value === 'string' ? value : '' })}
        onBlur={nothing}
        invalid={false}
        describedBy={undefined}
      />
    </Labelled>
  );
}

function LengthField({ spec, onChange }: { spec: CableSpec; onChange: (spec: CableSpec) => void }) {
  const id = useId();
  const entity = useEntity('dcim.Cable');
  const units = (entity && fieldOf(entity, 'lengthUnit')?.choices) ?? [];
  return (
    <Labelled label="Length" id={id}>
      <div className={inputClass.row}>
        <Input
          id={id}
          inputMode="decimal"
          value={spec.length}
          onChange={(event) => onChange({ ...spec, length: event.target.value })}
        />
        <Select
          aria-label="Unit of length"
          style={{ flex: 'none', width: 64 }}
          options={units.map(({ value }) => ({ value: String(value), label: String(value) }))}
          value={spec.lengthUnit}
          onChange={(event) => onChange({ ...spec, lengthUnit: event.target.value })}
        />
      </div>
    </Labelled>
  );
}

const colorOptions = jacketColors.map(({ hex, name }) => ({ value: hex, label: name, lead: <Swatch hex={hex} /> }));

function ColorField({ spec, onChange }: { spec: CableSpec; onChange: (spec: CableSpec) => void }) {
  const id = useId();
  return (
    <Labelled label="Colours, taken in turn" id={id}>
      <MultiPicker
        id={id}
        label="Colours"
        options={colorOptions}
        value={spec.colors.flatMap((hex) => colorOptions.find(({ value }) => value === hex) ?? [])}
        onChange={(next) => onChange({ ...spec, colors: next.map(({ value }) => value) })}
      />
    </Labelled>
  );
}

/** What the cables to be made are like; the same for all but label and colour. */
export function CableFields({ spec, onChange }: { spec: CableSpec; onChange: (spec: CableSpec) => void }) {
  const id = useId();
  return (
    <fieldset className={css.cable}>
      <legend>Cables</legend>
      <Labelled label="Labels" id={id}>
        <Input
          id={id}
          mono
          value={spec.labels}
          placeholder="P-001 counts up, or P-[001-048]"
          autoComplete="off"
          onChange={(event) => onChange({ ...spec, labels: event.target.value })}
        />
      </Labelled>
      <ChoiceField name="type" label="Type" spec={spec} onChange={onChange} />
      <ColorField spec={spec} onChange={onChange} />
      <LengthField spec={spec} onChange={onChange} />
      <ChoiceField name="status" label="Status" spec={spec} onChange={onChange} />
      <ChoiceField name="profile" label="Profile" spec={spec} onChange={onChange} />
    </fieldset>
  );
}
