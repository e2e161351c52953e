import { cloneElement, type ReactElement, type ReactNode, Suspense, useState } from 'react';
import { lazyPart } from './lazy-part.ts';

const load = () => import('./menu-parts.tsx');
const OpenMenu = lazyPart(async () => (await load()).OpenMenu);

/** One action of a menu. */
export const MenuItem = lazyPart(async () => (await load()).MenuItem);
/** A choice among several, or a switch, that keeps the menu open. */
export const MenuCheck = lazyPart(async () => (await load()).MenuCheck);
/** Entries under a heading. */
export const MenuGroup = lazyPart(async () => (await load()).MenuGroup);
/** A line between groups. */
export const MenuLine = lazyPart(async () => (await load()).MenuLine);

/** A menu: its trigger, which brings its own look and name, and its entries. */
export interface MenuProps {
  trigger: ReactElement<TriggerProps>;
  align?: 'start' | 'end';
  children: ReactNode;
}

interface TriggerProps {
  onClick?: () => void;
  'aria-haspopup'?: 'menu';
  'aria-expanded'?: boolean;
}

/** A menu behind a trigger; its code is loaded when it is first opened. */
export function Menu(props: MenuProps) {
  const [armed, setArmed] = useState(false);
  const closed = cloneElement(props.trigger, {
    onClick: () => setArmed(true),
    'aria-haspopup': 'menu',
    'aria-expanded': false,
  });
  return armed ? (
    <Suspense fallback={closed}>
      <OpenMenu {...props} />
    </Suspense>
  ) : (
    closed
  );
}
