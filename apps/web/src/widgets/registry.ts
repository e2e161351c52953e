import { anyObjectWidget } from './any-object/index.ts';
import { arcWidget } from './arc/index.ts';
import { arcsWidget } from './arcs/index.ts';
import { asnWidget } from './asn/index.ts';
import { bigintWidget } from './bigint/index.ts';
import { boolWidget } from './bool/index.ts';
import { choiceWidget } from './choice/index.ts';
import { choicesWidget } from './choices/index.ts';
import { colorWidget } from './color/index.ts';
import { objectIdsWidget, objectIdWidget } from './custom-ref/index.ts';
import { dateWidget } from './date/index.ts';
import { dateTimeWidget } from './date-time/index.ts';
import { decimalWidget, numberWidget } from './decimal/index.ts';
import { entityTypesWidget, entityTypeWidget } from './entity-type/index.ts';
import { idRangesWidget } from './id-ranges/index.ts';
import { intWidget } from './int/index.ts';
import { intChoiceWidget } from './int-choice/index.ts';
import { intListWidget } from './int-list/index.ts';
import { ipCidrWidget } from './ip-cidr/index.ts';
import { ipHostWidget } from './ip-host/index.ts';
import { jsonWidget } from './json/index.ts';
import { longTextWidget } from './long-text/index.ts';
import { macWidget } from './mac/index.ts';
import { refWidget } from './ref/index.ts';
import { refsWidget } from './refs/index.ts';
import { secretWidget } from './secret/index.ts';
import { slugWidget } from './slug/index.ts';
import { textWidget } from './text/index.ts';
import { textListWidget } from './text-list/index.ts';
import { timeZoneWidget } from './time-zone/index.ts';
import { urlWidget } from './url/index.ts';
import { uuidWidget } from './uuid/index.ts';
import type { Widget } from './widget.ts';
import { wwnWidget } from './wwn/index.ts';

const widgets: Readonly<Record<string, Widget>> = {
  anyObject: anyObjectWidget,
  arc: arcWidget,
  arcs: arcsWidget,
  asn: asnWidget,
  bigint: bigintWidget,
  bool: boolWidget,
  choice: choiceWidget,
  choices: choicesWidget,
  color: colorWidget,
  date: dateWidget,
  dateTime: dateTimeWidget,
  decimal: decimalWidget,
  entityType: entityTypeWidget,
  entityTypes: entityTypesWidget,
  idRanges: idRangesWidget,
  int: intWidget,
  intChoice: intChoiceWidget,
  intList: intListWidget,
  intRanges: idRangesWidget,
  ipCidr: ipCidrWidget,
  ipHost: ipHostWidget,
  json: jsonWidget,
  longText: longTextWidget,
  mac: macWidget,
  number: numberWidget,
  objectId: objectIdWidget,
  objectIds: objectIdsWidget,
  ref: refWidget,
  refs: refsWidget,
  secret: secretWidget,
  slug: slugWidget,
  text: textWidget,
  textList: textListWidget,
  timeZone: timeZoneWidget,
  url: urlWidget,
  uuid: uuidWidget,
  wwn: wwnWidget,
};

/** The widget of a field kind; a kind this client does not know is shown and edited as text. */
export function widgetOf(kind: string): Widget {
  return widgets[kind] ?? textWidget;
}
