import type { Draft, Row } from '@plumbline/engine';
import { nameOf, textOf } from '../../lookup.queries.ts';

/** Types a template may belong to; it belongs to one. */
export const TYPE_OWNERS = ['deviceType', 'moduleType'] as const;

/** Refuses a reference from a template to one of another device type or module type. */
export const refuseOtherType = (draft: Draft, field: string, other: Row | undefined): void => {
  if (other && TYPE_OWNERS.some((owner) => textOf(other, owner) !== textOf(draft.after, owner)))
    draft.refuse(field, 'DEVICE_MISMATCH', `${nameOf(other)} belongs to another type; choose one of the same type.`);
};
