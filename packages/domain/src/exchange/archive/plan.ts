import { loadOrder, type Registry } from '@plumbline/engine';
import type { Attachments } from './check.ts';
import { FILE, type ArchivePart } from './format.ts';

/** Types of attached rows, each after those that its rows belong to. */
const attachedInOrder = (types: readonly string[], attachments: Attachments): string[] => {
  const order: string[] = [];
  const visit = (type: string, way: readonly string[]): void => {
    if (order.includes(type) || way.includes(type)) return;
    for (const other of types) if (attachments.get(type)?.has(other)) visit(other, [...way, type]);
    order.push(type);
  };
  for (const type of types) visit(type, []);
  return order;
};

/** Parts with rows in an order in which most references point back, attached rows last. */
export const partsInOrder = (
  registry: Registry,
  parts: readonly ArchivePart[],
  attachments: Attachments,
): ArchivePart[] => {
  const byType = new Map(
    parts.flatMap((part) => (part.type === null || part.type === FILE ? [] : [[part.type, part]])),
  );
  const order = loadOrder(registry, byType.keys());
  const isOpen = (type: string): boolean => registry.model(type).isOpen;
  const attached = attachedInOrder(order.filter(isOpen), attachments);
  return [...order.filter((type) => !isOpen(type)), ...attached].flatMap((type) => byType.get(type) ?? []);
};
