import { Navigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CallbackList } from '../callbacks/CallbackList';
import { CallPane } from '../call/CallPane';
import { useDesk } from '../call/desk';
import { TicketEditor } from '../tickets/TicketEditor';
import { Empty } from '../../ui/Empty';
import { useShell } from '../../shell';
import css from './BoardPage.module.css';
import { BoardSkeleton } from './BoardSkeleton';
import { CallsNow } from './CallsNow';
import { DraftList } from './DraftList';
import { useLinkLevel } from './LiveProvider';
import { MyTickets } from './MyTickets';
import { homeOf } from './sections';
import { MessageList } from '../messages/MessageList';
import { useBoard } from './useBoard';

const PANES = ['queue', 'call', 'ticket'] as const;
type Pane = (typeof PANES)[number];

/** «Пульт»: who waits, who is this, what do we do. On a narrow or enlarged screen the panes become tabs. */
export function BoardPage() {
  const { t } = useTranslation();
  const { session, openPhone } = useShell();
  const { held } = useDesk();
  const board = useBoard();
  const level = useLinkLevel();
  const [pane, setPane] = useState<Pane>('queue');
  const [heldBefore, setHeldBefore] = useState(held?.callId);
  if (held?.callId !== heldBefore) {
    setHeldBefore(held?.callId);
    if (held !== null) {
      setPane('ticket');
    }
  }

  const home = homeOf(session.role);
  if (home !== '/') {
    return <Navigate to={home} replace />;
  }
  if (level === 'closed') {
    return <main className={css.closed}><Empty page title={t('link.closed')} hint={t('link.closedHint')} /></main>;
  }
  if (board === undefined) {
    return <BoardSkeleton />;
  }
  return (
    <main className={css.board} data-pane={pane}>
      <h1 className="visuallyHidden">{t('nav.board')}</h1>
      <div className={css.tabs} role="group" aria-label={t('panes.title')}>
        {PANES.map((each) => (
          <button key={each} type="button" aria-pressed={pane === each} className={css.tab}
            onClick={() => setPane(each)}>
            {t(`panes.${each}`)}
          </button>
        ))}
      </div>
      <section className={css.queue} aria-label={t('panes.queue')}>
        <CallbackList hasPhone={session.extension !== null} onNoPhone={openPhone} />
        <MessageList />
        <CallsNow extension={session.extension} />
        <MyTickets />
        <DraftList />
      </section>
      <div className={css.call}><CallPane /></div>
      <div className={css.ticket}><TicketEditor /></div>
    </main>
  );
}
