import { Outlet } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import type { Session } from '../../api';
import { listenToKeys, useKey } from '../../keys';
import { ShellContext } from '../../shell';
import { AttentionBanner } from '../crews/AttentionBanner';
import { DeskProvider } from '../call/desk';
import { SearchDialog } from '../search/SearchDialog';
import { PhonePicker } from '../session/PhonePicker';
import { useDrafts } from '../tickets/drafts';
import { BottomBar } from './BottomBar';
import { CallStrip } from './CallStrip';
import { CheatSheet } from './CheatSheet';
import css from './Frame.module.css';
import { LinkBanner } from './LinkBanner';
import { LiveProvider } from './LiveProvider';
import { TopBar } from './TopBar';
import { useBoard } from './useBoard';
import { usePageTitle } from './usePageTitle';

/** What stays on the screen whatever page is open: the bars, the ringing strip, the link to the hub. */
export function Frame({ session }: { session: Session }) {
  return (
    <LiveProvider>
      <DeskProvider extension={session.extension}>
        <FrameInside session={session} />
      </DeskProvider>
    </LiveProvider>
  );
}

type Window = 'phone' | 'search' | 'keys' | null;

function FrameInside({ session }: { session: Session }) {
  const [window, setWindow] = useState<Window>(null);
  const close = () => setWindow(null);
  const shell = useMemo(() => ({
    session, openPhone: () => setWindow('phone'), openSearch: () => setWindow('search'),
  }), [session]);

  useEffect(listenToKeys, []);
  useKey('F1', () => setWindow((before) => (before === 'keys' ? null : 'keys')));
  useKey('Shift+Slash', () => setWindow('keys'), { outsideFields: true });
  useKey('Ctrl+KeyK', shell.openSearch);
  useKey('Slash', shell.openSearch, { outsideFields: true });
  usePageTitle();
  useLeaveGuard();

  return (
    <ShellContext value={shell}>
      <div className={css.frame}>
        <TopBar session={session} onSearch={shell.openSearch} onPhone={shell.openPhone} />
        <LinkBanner />
        <AttentionBanner />
        <CallStrip extension={session.extension} onNoPhone={shell.openPhone} />
        <Outlet />
        <BottomBar onHelp={() => setWindow('keys')} />
      </div>
      <PhonePicker opened={window === 'phone'} current={session.extension} onClose={close} />
      <SearchDialog opened={window === 'search'} onClose={close} />
      <CheatSheet opened={window === 'keys'} onClose={close} />
    </ShellContext>
  );
}

/** Alt+F4 is one slip away from F4: ask before leaving a call, a ringing one or an unsaved text. */
function useLeaveGuard(): void {
  const calls = useBoard()?.calls.length ?? 0;
  const drafts = useDrafts().length;
  const busy = calls > 0 || drafts > 0;
  useEffect(() => {
    if (!busy) {
      return undefined;
    }
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [busy]);
}
