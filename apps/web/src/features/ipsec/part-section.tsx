import { Plus, X } from 'lucide-react';
import type { Control } from 'react-hook-form';
import { capital } from '../../catalogue/catalogue.ts';
import { objectName } from '../../catalogue/object-link.tsx';
import type { Connection, RefValue, Row } from '../../catalogue/types.ts';
import { controlId, FieldControl } from '../../generic/form/field-control.tsx';
import form from '../../generic/form/form.module.css';
import type { FormField, FormValues } from '../../generic/form/values.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { counted } from '../../ui/counted.ts';
import { Card } from '../../ui/panel.tsx';
import { RowPicker } from '../../widgets/ref/input.tsx';
import css from './ipsec.module.css';
import { type Part, type PartState, policyFields, proposalFields, type Slot } from './ipsec-tree.ts';

/** What may be done to a part of the form. */
export interface PartActions {
  /** Takes a stored policy with its proposals, or none. */
  onPolicy: (row: RefValue | null) => void;
  onNewPolicy: () => void;
  /** Adds a stored proposal, or a blank one. */
  onAdd: (row: RefValue | null) => void;
  onRemove: (slot: Slot) => void;
}

interface PartProps {
  part: Part;
  state: PartState;
  control: Control<FormValues>;
  actions: PartActions;
}

function Fields({ fields, control }: { fields: readonly FormField[]; control: Control<FormValues> }) {
  return (
    <div className={form.fields}>
      {fields.map((item) => (
        <FieldControl key={item.name} item={item} control={control} />
      ))}
    </div>
  );
}

/** How many profiles an edit of a stored policy reaches. */
function usesOf(row: Row): number {
  return (row['uses'] as Connection | undefined)?.totalCount ?? 0;
}

function PolicyChoice({ part, state, actions }: Omit<PartProps, 'control'>) {
  const { policy } = part;
  const isNew = state.policy === 'new';
  const id = controlId(part.reference);
  return (
    <div className={form.field}>
      <label className={form.label} htmlFor={id}>
        {capital(policy.label)}
        <span className={form.needed} title="Needed" aria-hidden="true">
          *
        </span>
      </label>
      <div className={css.choice}>
        {isNew ? (
          <span className={css.made}>a new one</span>
        ) : (
          <RowPicker
            id={id}
            entity={policy}
            label={policy.label}
            value={state.policy as RefValue | null}
            onChange={actions.onPolicy}
          />
        )}
        {isNew ? (
          <Button onClick={() => actions.onPolicy(null)}>Choose one that exists</Button>
        ) : (
          <Button onClick={actions.onNewPolicy}>
            <Plus size={14} aria-hidden="true" /> New {policy.label}
          </Button>
        )}
      </div>
    </div>
  );
}

function Proposal({
  part,
  slot,
  place,
  control,
  onRemove,
}: Pick<PartProps, 'part' | 'control'> & { slot: Slot; place: number; onRemove: () => void }) {
  const name = slot.row ? objectName(slot.row) : `New ${part.proposal.label}`;
  return (
    <li className={css.proposal} aria-label={`Proposal ${place}: ${name}`}>
      <div className={css.head}>
        <span className={css.place}>{place}</span>
        <strong>{name}</strong>
        <IconButton label={`Take ${name} off the policy`} onClick={onRemove}>
          <X size={14} />
        </IconButton>
      </div>
      <Fields fields={proposalFields(part, slot)} control={control} />
    </li>
  );
}

function Proposals({ part, state, control, actions }: PartProps) {
  return (
    <div className={css.proposals}>
      <h3 className={css.title}>Proposals</h3>
      {state.slots.length === 0 ? <p className={form.help}>The policy offers none yet.</p> : null}
      <ol>
        {state.slots.map((slot, index) => (
          <Proposal
            key={slot.key}
            {...{ part, slot, control }}
            place={index + 1}
            onRemove={() => actions.onRemove(slot)}
          />
        ))}
      </ol>
      <div className={css.choice}>
        <RowPicker
          key={state.slots.length}
          entity={part.proposal}
          label={`Add an existing ${part.proposal.label}`}
          value={null}
          onChange={(row) => row && actions.onAdd(row)}
        />
        <Button onClick={() => actions.onAdd(null)}>
          <Plus size={14} aria-hidden="true" /> New {part.proposal.label}
        </Button>
      </div>
    </div>
  );
}

/** A policy with its proposals, all edited in place. */
export function PartSection({ part, state, control, actions }: PartProps) {
  const { policy } = state;
  const uses = policy && policy !== 'new' ? usesOf(policy) : 0;
  return (
    <Card title={part.title}>
      <div className={css.part}>
        <PolicyChoice {...{ part, state, actions }} />
        {uses > 1 ? (
          <p className={css.shared}>
            {counted(uses, 'profile', 'profiles')} use this policy: what is changed here changes for all of them.
          </p>
        ) : null}
        {policy ? (
          <>
            <Fields fields={policyFields(part)} control={control} />
            <Proposals {...{ part, state, control, actions }} />
          </>
        ) : null}
      </div>
    </Card>
  );
}
