import { useEffect, useLayoutEffect, useState } from 'react';

/** Size and scroll position of a grid's box, in px. */
export interface Viewport {
  heightPx: number;
  rowPx: number;
  scrollTop: number;
}

/** Follows the size, the row height and the scroll position of an element, once a frame. */
export function useViewport(element: HTMLElement | null): Viewport {
  const [viewport, setViewport] = useState<Viewport>({ heightPx: 800, rowPx: 24, scrollTop: 0 });
  useLayoutEffect(() => {
    if (!element) return;
    const measure = () => {
      const rowPx = Number.parseFloat(getComputedStyle(element).getPropertyValue('--row')) || 24;
      setViewport((old) => ({ ...old, heightPx: element.clientHeight, rowPx }));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  useEffect(() => {
    if (!element) return;
    let frame = 0;
    const read = () => {
      frame = 0;
      setViewport((old) => ({ ...old, scrollTop: element.scrollTop }));
    };
    const listen = () => {
      frame ||= requestAnimationFrame(read);
    };
    element.addEventListener('scroll', listen, { passive: true });
    return () => {
      element.removeEventListener('scroll', listen);
      cancelAnimationFrame(frame);
    };
  }, [element]);
  return viewport;
}
