import type { ComputedScope } from '@plumbline/engine';

/** Grams as kilograms, exact. */
export const kilograms = (grams: string): string => `trim_scale((${grams}) / 1000.0)`;

/** Grams of devices (a select of `id` and `type`) by their types, and of the modules in them. */
export const typeWeights = ({ rows, has }: ComputedScope, devices: string): string => {
  const types = rows('dcim.DeviceType');
  const own = `SELECT ${types.column('absWeightG')} AS grams FROM (${devices}) d
    JOIN ${types.from} ON ${types.column('id')} = d.type`;
  if (!has('dcim.Module')) return `SELECT coalesce(sum(w.grams), 0) FROM (${own}) w`;
  const [modules, kinds] = [rows('dcim.Module'), rows('dcim.ModuleType')];
  return `SELECT coalesce(sum(w.grams), 0) FROM (${own} UNION ALL
    SELECT ${kinds.column('absWeightG')} FROM (${devices}) d
    JOIN ${modules.from} ON ${modules.column('device')} = d.id
    JOIN ${kinds.from} ON ${kinds.column('id')} = ${modules.column('moduleType')}) w`;
};
