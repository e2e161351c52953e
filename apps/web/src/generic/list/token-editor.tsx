import { type FormEvent, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/input.tsx';
import { operatorOf } from '../../widgets/operators.ts';
import { widgetOf } from '../../widgets/registry.ts';
import type { FilterToken } from '../query/tokens.ts';
import css from './filter-bar.module.css';
import type { FilterField } from './filter-fields.ts';

function isComplete(token: FilterToken, arity: string): boolean {
  if (arity === 'none') return true;
  const filled = token.values.filter(Boolean);
  return arity === 'two' ? filled.length === 2 : filled.length > 0;
}

/** Edits one token: how to compare, and with what. */
export function TokenEditor({
  field: filter,
  token,
  onApply,
  onCancel,
}: {
  field: FilterField;
  token: FilterToken;
  onApply: (token: FilterToken) => void;
  onCancel: () => void;
}) {
  const [draft, setDraft] = useState(token);
  const { operators, field, label } = filter;
  const current = operatorOf(operators, draft.op, draft.values) ?? operators[0];
  if (!current) return null;
  const { Filter } = widgetOf(field.kind);
  const choose = (index: number) => {
    const next = operators[index];
    if (!next) return;
    const keep = next.arity === 'one' ? draft.values.slice(0, 1) : draft.values;
    const values = next.values ?? (current.values ? [] : keep);
    setDraft({ ...draft, op: next.op, values });
  };
  const ready = { ...draft, op: current.op };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (isComplete(ready, current.arity)) onApply(ready);
  };
  return (
    <form className={css.editor} onSubmit={submit}>
      <div className={css.editorTitle}>{label}</div>
      <Select
        aria-label="Operator"
        value={String(operators.indexOf(current))}
        options={operators.map((operator, index) => ({ value: String(index), label: operator.label }))}
        onChange={(event) => choose(Number(event.target.value))}
      />
      <Filter
        key={current.arity + current.op}
        field={field}
        op={current.op}
        arity={current.arity}
        values={draft.values}
        label={`${label} value`}
        onChange={(values) => setDraft({ ...ready, values })}
      />
      <div className={css.editorFoot}>
        <Button tone="quiet" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" tone="primary" disabled={!isComplete(ready, current.arity)}>
          Apply
        </Button>
      </div>
    </form>
  );
}
