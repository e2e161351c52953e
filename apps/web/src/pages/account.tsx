import { useSession } from '../api/session.ts';
import { PasswordCard } from '../features/account/password.tsx';
import { PreferencesCard } from '../features/account/preferences-card.tsx';
import { SessionList } from '../features/account/session-list.tsx';
import { TokenList } from '../features/account/token-list.tsx';
import { LinkList } from '../features/share/link-list.tsx';
import { PageHead } from '../frame/page-head.tsx';
import { useReportStatus } from '../frame/status-line.tsx';
import detail from '../generic/detail/detail.module.css';
import shared from '../ui/settings-page.module.css';

/** What people set for themselves: how the client looks, their API tokens and share links, where they are signed in, their password. */
export function AccountPage() {
  const user = useSession().data?.user;
  useReportStatus({ text: 'your account', request: null, ms: null });
  return (
    <>
      <PageHead title="Your account" aside={user?.username} />
      <div className={detail.scroll} tabIndex={0} role="region" aria-label="Your account">
        <div className={shared.page}>
          <TokenList />
          <LinkList />
          <SessionList userId={null} />
          <PreferencesCard />
          <PasswordCard />
        </div>
      </div>
    </>
  );
}
