import type { Finding } from './power-findings.queries.ts';

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

const sourceWord = (feed: string | null, level: 'FEED' | 'PANEL'): string => {
  if (feed !== null) return 'feed';
  return level === 'PANEL' ? 'panel' : 'source';
};

/** A finding as a sentence for people; it names nothing, since what it is about stands beside it. */
export const findingText = (
  {
    kind,
    inlets,
    feed,
    leg,
    draw,
    available,
  }: Pick<Finding, 'kind' | 'inlets' | 'feed' | 'leg' | 'draw' | 'available'>,
  level: 'FEED' | 'PANEL',
): string => {
  switch (kind) {
    case 'SHARED_SOURCE':
      return `All fed inlets end on one ${sourceWord(feed, level)}; they fail together with it.`;
    case 'UNFED_INLET':
      return `${counted(inlets.length, 'inlet ends', 'inlets end')} on no feed.`;
    case 'OVERLOADED_FEED':
      return `${draw} W hang on a feed of ${available} W.`;
    case 'OVERLOADED_LEG':
      return `${draw} W hang on leg ${leg}, which has ${available} W.`;
    default:
      return kind satisfies never;
  }
};
