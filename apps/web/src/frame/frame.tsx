import { Outlet, useNavigate } from '@tanstack/react-router';
import { type RefObject, Suspense, useEffect, useRef, useState } from 'react';
import type { Session } from '../api/session.ts';
import { entityPath } from '../catalogue/catalogue.ts';
import { useCatalogue } from '../catalogue/use-catalogue.ts';
import { cx } from '../ui/cx.ts';
import { lazyPart } from '../ui/lazy-part.ts';
import css from './frame.module.css';
import { isLetterKey, isTyping, usePageKeys } from './keys.ts';
import { goKeys } from './navigation.ts';
import { WithNotices } from './notices.tsx';
import { usePreferences } from './preferences.ts';
import { Rail } from './rail.tsx';
import { StatusBar } from './status-bar.tsx';
import { StatusLineProvider } from './status-line.tsx';
import { TopBar } from './top-bar.tsx';
import { usePreferenceSync } from './use-preference-sync.ts';
import { startTypeAhead } from './type-ahead.ts';

const loadOmnibox = () => import('./omnibox.tsx');
const Omnibox = lazyPart(async () => (await loadOmnibox()).Omnibox);
const KeysDialog = lazyPart(async () => (await import('./keys-dialog.tsx')).KeysDialog);

const ConnectHere = lazyPart(async () => (await import('../features/cabling/connect-here.tsx')).ConnectHere);
const UndoHost = lazyPart(async () => (await import('../features/history/undo-host.tsx')).UndoHost);
const RailDrawer = lazyPart(async () => (await import('./rail-drawer.tsx')).RailDrawer);

type Layer = 'search' | 'keys' | 'rail' | 'connect' | null;

/** How long a `g` waits for its second key, in ms. */
const chordMs = 1200;

/** Keys that act anywhere: search, the key list, and `g` with a place. */
function useFrameKeys(setLayer: (layer: Layer) => void, findRef: RefObject<HTMLInputElement | null>): void {
  const catalogue = useCatalogue();
  const navigate = useNavigate();
  const pressedAt = useRef(Number.NEGATIVE_INFINITY);
  usePageKeys((event) => {
    if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      setLayer('search');
      return;
    }
    if (isTyping(event) || !isLetterKey(event)) return;
    const chord = performance.now() - pressedAt.current < chordMs;
    pressedAt.current = event.key === 'g' && !chord ? performance.now() : Number.NEGATIVE_INFINITY;
    if (chord) {
      const entity = catalogue.byName.get(goKeys[event.key] ?? '');
      if (entity) void navigate({ to: `/${entityPath(entity)}` });
      if (event.key === 'o') void navigate({ to: '/' });
      if (event.key === 'n') findRef.current?.focus();
      event.preventDefault();
    } else if (event.key === '/' || event.key === '?') {
      event.preventDefault();
      setLayer(event.key === '/' ? 'search' : 'keys');
    }
  });
}

function Layers({ layer, onChange }: { layer: Layer; onChange: (layer: Layer) => void }) {
  const close = () => onChange(null);
  return (
    <Suspense>
      <UndoHost />
      {layer === 'search' ? (
        <Omnibox onClose={close} onKeys={() => onChange('keys')} onConnect={() => onChange('connect')} />
      ) : null}
      {layer === 'rail' ? <RailDrawer onClose={close} /> : null}
      {layer === 'connect' ? <ConnectHere onClose={close} /> : null}
      {layer === 'keys' ? <KeysDialog onClose={close} /> : null}
    </Suspense>
  );
}

/** The layer that is open; what is typed while the search box loads is kept for it. */
function useLayer(): [Layer, (next: Layer) => void] {
  const [layer, setLayer] = useState<Layer>(null);
  const change = (next: Layer) => {
    if (next === 'search') startTypeAhead();
    setLayer(next);
  };
  return [layer, change];
}

function SkipLink() {
  return (
    <a
      className="skip"
      href="#main"
      onClick={(event) => {
        event.preventDefault();
        document.getElementById('main')?.focus();
      }}
    >
      Skip to content
    </a>
  );
}

/** Everything around a page: rail, top bar, status bar, and the layers above. */
export function Frame({ session }: { session: Session }) {
  usePreferenceSync();
  const { railOpen } = usePreferences();
  const [layer, setLayer] = useLayer();
  const findRef = useRef<HTMLInputElement>(null);
  useFrameKeys(setLayer, findRef);
  // Loaded ahead, so that the first letters typed after Ctrl K are not lost.
  useEffect(() => {
    const timer = setTimeout(() => void loadOmnibox(), 1500);
    return () => clearTimeout(timer);
  }, []);
  return (
    <StatusLineProvider>
      <SkipLink />
      <div className={cx(css.app, !railOpen && css.narrow)}>
        <Rail findRef={findRef} />
        <TopBar
          session={session}
          onSearch={() => setLayer('search')}
          onKeys={() => setLayer('keys')}
          onMenu={() => setLayer('rail')}
        />
        <main className={css.main} id="main" tabIndex={-1}>
          <WithNotices>
            <Outlet />
          </WithNotices>
        </main>
        <StatusBar onKeys={() => setLayer('keys')} />
      </div>
      <Layers layer={layer} onChange={setLayer} />
    </StatusLineProvider>
  );
}
