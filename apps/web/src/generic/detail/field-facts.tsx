import { capital } from '../../catalogue/catalogue.ts';
import type { Connection, Row, UiEntity, UiField } from '../../catalogue/types.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Fact, Facts } from '../../ui/panel.tsx';
import { Dim } from '../../ui/text.tsx';
import { widgetOf } from '../../widgets/registry.ts';

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

/** Several fields of a row. */
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
  const shown = fields.filter(
    (field) =>
      field.kind !== 'secret' &&
      field.name in row &&
      !(hideEmpty && isEmpty(field, row[field.name])) &&
      // The title above says it already.
      !(entity.display.length === 1 && entity.display[0] === field.name),
  );
  return (
    <Facts>
      {shown.map((field) => (
        <FieldFact key={field.name} field={field} row={row} value={row[field.name]} />
      ))}
    </Facts>
  );
}
