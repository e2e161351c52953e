import { type FormEvent, Suspense, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/input.tsx';
import { type FilterOperator, operatorOf } from '../../widgets/operators.ts';
import { widgetOf } from '../../widgets/registry.ts';
import type { FilterToken } from '../query/tokens.ts';
import css from './filter-bar.module.css';
import type { FilterField } from './filter-fields.ts';

function isComplete(token: FilterToken, arity: string): boolean {
  if (arity === 'none') return true;
  const filled = token.values.filter(Boolean);
  return arity === 'two' ? filled.length === 2 : filled.length > 0;
}

/** The token with another operator; values are kept as far as it takes them. */
export function withOperator(token: FilterToken, from: FilterOperator, to: FilterOperator): FilterToken {
  const kept = to.arity === 'one' ? token.values.slice(0, 1) : token.values;
  return { ...token, op: to.op, values: to.values ?? (from.values ? [] : kept) };
}

function EditorFoot({ ready, onCancel }: { ready: boolean; onCancel: () => void }) {
  return (
    <div className={css.editorFoot}>
      <Button tone="quiet" onClick={onCancel}>
        Cancel
      </Button>
      <Button type="submit" tone="primary" disabled={!ready}>
        Apply
      </Button>
    </div>
  );
}

/** The token that is edited, and what becomes of it. */
export interface TokenEditorProps {
  field: FilterField;
  token: FilterToken;
  onApply: (token: FilterToken) => void;
  onCancel: () => void;
}

/** Edits one token: how to compare, and with what. */
export function TokenEditor({ field: filter, token, onApply, onCancel }: TokenEditorProps) {
  const [draft, setDraft] = useState(token);
  const { operators, field, label } = filter;
  const current = operatorOf(operators, draft.op, draft.values) ?? operators[0];
  if (!current) return null;
  const { Filter } = widgetOf(field.kind);
  const ready = { ...draft, op: current.op, values: current.values ?? draft.values };
  const complete = isComplete(ready, current.arity);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (complete) onApply(ready);
  };
  return (
    <form className={css.editor} onSubmit={submit}>
      <strong>{label}</strong>
      <Select
        aria-label="Operator"
        value={String(operators.indexOf(current))}
        options={operators.map((operator, index) => ({ value: String(index), label: operator.label }))}
        onChange={(event) => setDraft(withOperator(draft, current, operators[Number(event.target.value)] ?? current))}
      />
      <Suspense>
        <Filter
          key={current.arity + current.op}
          {...{ field, op: current.op, arity: current.arity, values: draft.values, label: `${label} value` }}
          onChange={(values) => setDraft({ ...ready, values })}
        />
      </Suspense>
      <EditorFoot ready={complete} onCancel={onCancel} />
    </form>
  );
}
