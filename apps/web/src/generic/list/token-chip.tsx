import { X } from 'lucide-react';
import { capital } from '../../catalogue/catalogue.ts';
import type { UiEntity } from '../../catalogue/types.ts';
import { useCatalogue } from '../../catalogue/use-catalogue.ts';
import { choiceOf } from '../../widgets/choice/choices.ts';
import { operatorOf } from '../../widgets/operators.ts';
import { useTokenLabels } from '../../widgets/ref/token-labels.ts';
import type { FilterToken } from '../query/tokens.ts';
import css from './filter-bar.module.css';
import { type FilterField, filterField } from './filter-fields.ts';

function valueText(filter: FilterField, value: string, labelOf: (value: string) => string): string {
  if (filter.field.choices) return choiceOf(filter.field, value)?.label.toLowerCase() ?? value;
  if (filter.field.kind === 'bool') return value === 'true' ? 'yes' : 'no';
  return labelOf(value);
}

/** One condition as a token; a click edits it. */
export function TokenChip({
  entity,
  token,
  onEdit,
  onRemove,
}: {
  entity: UiEntity;
  token: FilterToken;
  onEdit: () => void;
  onRemove: () => void;
}) {
  const catalogue = useCatalogue();
  const filter = filterField(catalogue, entity, token.path);
  const isRow = filter?.field.kind === 'ref' || filter?.field.kind === 'refs';
  const target = isRow && !token.op.startsWith('count') ? catalogue.byName.get(filter.field.target ?? '') : undefined;
  const labelOf = useTokenLabels(target, token.values);
  const operator = filter && operatorOf(filter.operators, token.op, token.values);
  const label = filter?.label ?? capital(token.path);
  const shown =
    operator?.arity === 'none'
      ? ''
      : token.values.map((value) => (filter ? valueText(filter, value, labelOf) : value)).join(', ');
  return (
    <span className={css.token}>
      <button type="button" className={css.body} onClick={onEdit} disabled={!filter} aria-haspopup="dialog">
        <span className={css.name}>{label.toLowerCase()}</span>
        <span className={css.op}>{operator?.label ?? token.op}</span>
        {shown ? <span className={css.value}>{shown}</span> : null}
      </button>
      <button type="button" className={css.remove} aria-label={`Remove filter ${label}`} onClick={onRemove}>
        <X size={12} aria-hidden="true" />
      </button>
    </span>
  );
}
