import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { GraphqlRequest } from '../api/client.ts';

/** What a page tells the status bar. */
export interface StatusLine {
  text: string;
  /** The query behind the view, for "GraphQL for this view". */
  request: GraphqlRequest | null;
  /** Round trip of that query in ms; null before the first answer. */
  ms: number | null;
}

const emptyLine: StatusLine = { text: 'ready', request: null, ms: null };

const LineContext = createContext<StatusLine>(emptyLine);
const SetContext = createContext<(line: StatusLine) => void>(() => undefined);

/** Holds the line of the page that is shown. */
export function StatusLineProvider({ children }: { children: ReactNode }) {
  const [line, setLine] = useState(emptyLine);
  return (
    <SetContext.Provider value={setLine}>
      <LineContext.Provider value={line}>{children}</LineContext.Provider>
    </SetContext.Provider>
  );
}

/** The line to show. */
export function useStatusLine(): StatusLine {
  return useContext(LineContext);
}

/** Reports a page's line while it is mounted; null leaves the line to a part of the page. */
export function useReportStatus(line: StatusLine | null): void {
  const set = useContext(SetContext);
  const key = JSON.stringify(line);
  // The key stands for the content, so that equal lines do not report again.
  const stable = useMemo(() => line, [key]);
  useEffect(() => {
    if (!stable) return;
    set(stable);
    return () => set(emptyLine);
  }, [set, stable]);
}
