import { type ComponentType, lazy, type LazyExoticComponent } from 'react';
import type { UiEntity } from '../catalogue/types.ts';

/** What a detail page is given. */
export interface DetailPageProps {
  entity: UiEntity;
  segment: string;
}

/** Hand-made detail pages by entity; every other entity has the generic one. */
export const detailPages: Readonly<Record<string, LazyExoticComponent<ComponentType<DetailPageProps>>>> = {
  'dcim.Device': lazy(async () => ({ default: (await import('./dcim/device.detail.tsx')).DeviceDetail })),
  'dcim.Rack': lazy(async () => ({ default: (await import('./dcim/rack.detail.tsx')).RackDetail })),
};
