import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { serverNow } from '../clock';
import { phone } from '../format';
import { Countdown } from '../ui/Clock';
import { Actions } from './Actions';
import css from './Crew.module.css';
import type { CrewDesk, View } from './desk';
import { marks, nextDue, type Order, type State } from './order';
import { OutboxList } from './OutboxList';
import { Photos } from './Photos';
import { firstLanguage, keepLanguage, LANGUAGES, sayIn, wordFor, type Language, type Say } from './says';

const DAY_MS = 86_400_000;

/** The whole of the crew's page: what, where, until when, and the next step under the thumb. */
export function CrewPage({ desk }: { desk: CrewDesk }) {
  const view = useSyncExternalStore(desk.subscribe, desk.snapshot);
  const [language, setLanguage] = useState<Language>(firstLanguage);
  const say = useMemo(() => sayIn(language), [language]);
  const number = view.order?.ticketNumber;
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = number === undefined ? say('page') : say('title', { number });
  }, [language, say, number]);
  return (
    <div className={css.page}>
      <Line view={view} say={say} />
      {view.gone !== null && (
        <main className={css.main}>
          <Gone why={view.gone} say={say} />
          <OutboxList desk={desk} view={view} say={say} />
        </main>
      )}
      {view.gone === null && view.order === null && <Waiting view={view} desk={desk} say={say} />}
      {view.gone === null && view.order !== null && view.state !== null && (
        <>
          <Head order={view.order} state={view.state} say={say} />
          <main className={css.main} data-state={view.state}>
            <OrderFacts order={view.order} state={view.state} say={say} />
            <Photos desk={desk} view={view} say={say} />
            <OutboxList desk={desk} view={view} say={say} />
            <Actions desk={desk} order={view.order} state={view.state} outbox={view.outbox} say={say} />
          </main>
        </>
      )}
      <footer className={css.languages}>
        {LANGUAGES.map(({ code, name }) => (
          <button
            key={code}
            type="button"
            lang={code}
            aria-pressed={code === language}
            onClick={() => {
              keepLanguage(code);
              setLanguage(code);
            }}
          >
            {name}
          </button>
        ))}
      </footer>
    </div>
  );
}

/** Whether there is a network, always told when there is none: what was done is not lost. */
function Line({ view, say }: { view: View; say: Say }) {
  const count = view.outbox.waiting.filter((each) => each.refused === undefined).length;
  return (
    <div role="status" className={css.line} data-online={view.online}>
      {!view.online && view.gone === null && (
        <p className={css.offline}>
          {say('offline')} {count > 0 && say('willGo', { count })}
        </p>
      )}
    </div>
  );
}

function Gone({ why, say }: { why: string; say: Say }) {
  return (
    <div className={css.gone} data-gone>
      <h1>{say('gone')}</h1>
      <p>{why}</p>
      <p className={css.quiet}>{say('goneHint')}</p>
    </div>
  );
}

function Waiting({ view, desk, say }: { view: View; desk: CrewDesk; say: Say }) {
  return (
    <main className={css.gone}>
      <h1>{view.failed ? say('failed') : say('loading')}</h1>
      {view.failed && (
        <button type="button" className={css.plain} onClick={() => desk.retry()}>{say('again')}</button>
      )}
    </main>
  );
}

function Head({ order, state, say }: { order: Order; state: State; say: Say }) {
  const due = nextDue(order);
  const soon = due !== null && Math.abs(Date.parse(due) - serverNow()) < DAY_MS;
  return (
    <header className={css.head}>
      <h1>{say('title', { number: order.ticketNumber })}</h1>
      {order.priority !== 'normal' && (
        <span className={css.urgent}>{wordFor(say, 'priority', order.priority)}</span>
      )}
      {soon && state !== 'done' && <Countdown dueAt={due} className={css.due ?? ''} />}
    </header>
  );
}

function OrderFacts({ order, state, say }: { order: Order; state: State; say: Say }) {
  const place = [
    order.entrance == null || order.entrance === '' ? null : say('entrance', { value: order.entrance }),
    order.floor == null || order.floor === '' ? null : say('floor', { value: order.floor }),
  ].filter((part) => part !== null).join(' · ');
  const done = marks(state);
  return (
    <section className={css.facts} aria-label={say('page')}>
      <p className={css.what}>{order.text}</p>
      <p className={css.where}>{order.address}</p>
      {place !== '' && <p className={css.quiet}>{place}</p>}
      <div className={css.marks} aria-hidden="true">
        {[0, 1, 2, 3].map((index) => <span key={index} data-done={index < done} />)}
      </div>
      <p className={css.stateText}>{wordFor(say, 'state', state)}</p>
      <div className={css.pair}>
        {order.callPhone !== null && (
          <a
            className={css.plain}
            href={`tel:${order.callPhone}`}
            aria-label={`${say('call')} ${phone(order.callPhone)}`}
          >
            {say('call')}
          </a>
        )}
        {order.address !== null && (
          <a className={css.plain} href={`geo:0,0?q=${encodeURIComponent(order.address)}`}>{say('route')}</a>
        )}
      </div>
    </section>
  );
}
