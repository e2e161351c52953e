import { useQuery } from '@tanstack/react-query';
import { Wrench } from 'lucide-react';
import type { ReactNode } from 'react';
import { graphql } from '../api/client.ts';
import { cx } from '../ui/cx.ts';
import css from './notices.module.css';

/** What administrators tell everybody; null where they tell nothing. */
interface Notices {
  top: string | null;
  bottom: string | null;
  maintenance: string | null;
}

/** Query key of the notices, so that a change of settings can renew them. */
export const noticesKey = ['notices'] as const;

const refreshMs = 60_000;

function useNotices(): Notices | undefined {
  const { data } = useQuery({
    queryKey: noticesKey,
    queryFn: async ({ signal }) => {
      const query = 'query Notices { notices { top bottom maintenance } }';
      return (await graphql<{ notices: Notices }>({ query, variables: {} }, signal)).data.notices;
    },
    staleTime: refreshMs,
    refetchInterval: refreshMs,
  });
  return data;
}

/** A page with what administrators tell above and below it. */
export function WithNotices({ children }: { children: ReactNode }) {
  const notices = useNotices();
  return (
    <>
      {notices?.maintenance ? (
        <p className={cx(css.notice, css.maintenance)} role="status">
          <Wrench size={14} aria-hidden="true" /> <strong>Under maintenance.</strong> {notices.maintenance}
        </p>
      ) : null}
      {notices?.top ? <p className={css.notice}>{notices.top}</p> : null}
      {children}
      {notices?.bottom ? <p className={cx(css.notice, css.bottom)}>{notices.bottom}</p> : null}
    </>
  );
}
