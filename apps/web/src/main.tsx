import '@fontsource-variable/ibm-plex-sans/wdth.css';
import '@fontsource/ibm-plex-mono/400.css';
import '@fontsource/ibm-plex-mono/500.css';
import './ui/tokens.css';
import './ui/base.css';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { serverConfig } from './api/config.ts';
import { ApiError, isPasswordDue, isSignedOut } from './api/errors.ts';
import { sessionKey } from './api/session.ts';
import { applyPreferences, followSystemTheme } from './frame/preferences.ts';
import { makeRouter } from './router.tsx';
import { ToastHost } from './ui/toast.tsx';

function shouldRetry(failures: number, error: unknown): boolean {
  return failures < 2 && error instanceof ApiError && (error.code === 'OFFLINE' || error.status >= 502);
}

function start(): void {
  applyPreferences();
  followSystemTheme();
  const client = new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (isSignedOut(error)) client.setQueryData(sessionKey, null);
        if (isPasswordDue(error)) void client.invalidateQueries({ queryKey: sessionKey });
      },
    }),
    defaultOptions: {
      queries: { staleTime: 15_000, refetchOnWindowFocus: false, retry: shouldRetry },
    },
  });
  const router = makeRouter(serverConfig().base);
  const element = document.getElementById('root');
  if (!element) throw new Error('The page has no #root');
  createRoot(element).render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
      <ToastHost />
    </QueryClientProvider>,
  );
}

start();
