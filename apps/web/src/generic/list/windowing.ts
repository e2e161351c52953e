/** Height in px beyond which browsers stop laying out reliably; longer lists scroll scaled. */
export const maxScrollPx = 8_000_000;

/** Rows drawn above and below the viewport. */
const overscan = 6;

/** Geometry of a list of equal rows in a scroll box. */
export interface WindowInput {
  total: number;
  rowPx: number;
  viewportPx: number;
  scrollTop: number;
}

/** What to draw and where. */
export interface RowWindow {
  /** Height of the scrolled content in px. */
  contentPx: number;
  /** First row to draw, and the one after the last. */
  first: number;
  last: number;
  /** Offset in px of row `first` from the top of the content. */
  topPx: number;
}

/** Scrolled px of real rows per px of the scroll bar; 1 while the list fits. */
export function scrollScale(input: Omit<WindowInput, 'scrollTop'>): number {
  const realPx = input.total * input.rowPx;
  const contentPx = Math.min(realPx, maxScrollPx);
  const travelPx = contentPx - input.viewportPx;
  return realPx > contentPx && travelPx > 0 ? (realPx - input.viewportPx) / travelPx : 1;
}

/**
 * The rows to draw at a scroll position.
 *
 * Above `maxScrollPx` the scroll bar is scaled, so that its end is still the last row, and drawn
 * rows are placed relative to the scroll position instead of the content.
 */
export function rowWindow(input: WindowInput): RowWindow {
  const { total, rowPx, viewportPx, scrollTop } = input;
  const contentPx = Math.min(total * rowPx, maxScrollPx);
  const scale = scrollScale(input);
  const virtualTop = Math.max(0, scrollTop) * scale;
  const first = Math.max(0, Math.min(total, Math.floor(virtualTop / rowPx) - overscan));
  const last = Math.min(total, Math.ceil((virtualTop + viewportPx) / rowPx) + overscan);
  const topPx = scale === 1 ? first * rowPx : scrollTop + (first * rowPx - virtualTop);
  return { contentPx, first, last: Math.max(first, last), topPx };
}

/** Numbers, from 1, of the first and last row that a reader sees below a header row. */
export function visibleRows(input: WindowInput): readonly [first: number, last: number] {
  const { total, rowPx, viewportPx, scrollTop } = input;
  const virtualTop = Math.max(0, scrollTop) * scrollScale(input);
  const first = Math.min(total, Math.floor(virtualTop / rowPx) + 1);
  return [first, Math.min(total, Math.floor((virtualTop + viewportPx) / rowPx) - 1)];
}

/** The scroll position that shows a row, or null when it is in view already. */
export function scrollTopFor(
  row: number,
  input: WindowInput & { /** Height of what sticks to the top. */ headPx: number },
): number | null {
  const { rowPx, viewportPx, scrollTop, headPx } = input;
  const scale = scrollScale(input);
  const virtualTop = scrollTop * scale;
  const rowTop = row * rowPx;
  const visiblePx = viewportPx - headPx;
  if (rowTop < virtualTop) return rowTop / scale;
  if (rowTop + rowPx > virtualTop + visiblePx) return (rowTop + rowPx - visiblePx) / scale;
  return null;
}

/** Numbers of the pages that hold rows `first` to `last` (exclusive). */
export function pagesFor(first: number, last: number, pageSize: number): number[] {
  if (last <= first) return [];
  const from = Math.floor(first / pageSize);
  const to = Math.floor((last - 1) / pageSize);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
