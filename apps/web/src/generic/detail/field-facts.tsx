import { capital } from '../../catalogue/catalogue.ts';
import type { Connection, Row, UiEntity, UiField } from '../../catalogue/types.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Fact, Facts } from '../../ui/panel.tsx';
import { Dim } from '../../ui/text.tsx';
import { widgetOf } from '../../widgets/registry.ts';
import css from './detail.module.css';

/** Kinds whose values people carry to other tools. */
const copied = new Set(['slug', 'mac', 'wwn', 'uuid', 'asn', 'ipHost', 'ipCidr', 'url']);
const copiedNames = new Set(['serial', 'assetTag', 'dnsName', 'facilityId', 'name', 'partNumber']);

/** Whether a value is worth a copy button. */
export function isCopied(field: UiField): boolean {
  return copied.has(field.kind) || copiedNames.has(field.name);
}

function isEmpty(field: UiField, value: unknown): boolean {
  if (field.kind === 'refs') return ((value as Connection | null)?.nodes ?? []).length === 0;
  return value === null || value === undefined || value === '';
}

/** One field as label and value; an unknown value is a dash. */
export function FieldFact({ field, row, value }: { field: UiField; row: Row; value: unknown }) {
  const widget = widgetOf(field.kind);
  const empty = isEmpty(field, value);
  const breaks = field.kind === 'longText' || field.kind === 'json';
  return (
    <Fact label={capital(field.label)}>
      {empty ? (
        <Dim>–</Dim>
      ) : (
        <span style={{ whiteSpace: breaks ? 'pre-wrap' : 'normal', minWidth: 0 }}>
          <widget.Cell field={field} value={value} row={row} />
        </span>
      )}
      {!empty && isCopied(field) ? <CopyButton text={widget.text(value, field)} label={field.label} /> : null}
    </Fact>
  );
}

// Kept by the server for itself, such as the ranges behind a constraint; the type of an object is told with the object.
function isInternal(field: UiField): boolean {
  const isToldElsewhere = field.kind === 'entityType' && !field.input;
  return field.kind === 'secret' || isToldElsewhere || (!field.input && !field.filter);
}

/** Fields of a row that are known, and those that a person could still fill. */
export function splitFields(entity: UiEntity, row: Row, fields: readonly UiField[]) {
  // The title above says the name already.
  const named = entity.display.length === 1 ? entity.display[0] : undefined;
  const readable = fields.filter((field) => !isInternal(field) && field.name in row && field.name !== named);
  const filled = readable.filter(
    (field) => !isEmpty(field, row[field.name]) && (field.input || row[field.name] !== false),
  );
  return { filled, empty: readable.filter((field) => field.input && !filled.includes(field)) };
}

/** Several fields of a row: what is known as facts, what is not in one line. */
export function FieldFacts({
  entity,
  row,
  fields,
  hideEmpty = false,
}: {
  entity: UiEntity;
  row: Row;
  fields: readonly UiField[];
  hideEmpty?: boolean;
}) {
  const { filled, empty } = splitFields(entity, row, fields);
  return (
    <>
      <Facts>
        {filled.map((field) => (
          <FieldFact key={field.name} field={field} row={row} value={row[field.name]} />
        ))}
      </Facts>
      {empty.length > 0 && !hideEmpty ? (
        <p className={css.notSet}>Not set: {empty.map((field) => field.label).join(', ')}</p>
      ) : null}
    </>
  );
}
