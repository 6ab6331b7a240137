import { useRef, useState, type ReactNode } from 'react';
import css from './Crew.module.css';
import type { CrewDesk } from './desk';
import { next, nextStep, type Move, type Order, type State } from './order';
import type { Outbox } from './outbox';
import { shrink } from './photo';
import { Sheet } from './Sheet';
import { wordFor, type Say } from './says';
import { Undo } from './Undo';

type Window = 'comment' | 'time' | 'decline' | 'finish' | null;

const MINUTES = [30, 120, 1_440] as const;

interface Props {
  desk: CrewDesk;
  order: Order;
  state: State;
  outbox: Outbox;
  say: Say;
}

/** The next step under the thumb; «Done» opens the camera at once, so that a photo is no act of its own. */
export function Actions({ desk, order, state, outbox, say }: Props) {
  const [window, setWindow] = useState<Window>(null);
  const [failed, setFailed] = useState(false);
  const camera = useRef<HTMLInputElement>(null);
  const step = nextStep(state);
  const may = (move: Move) => next(state, move) !== null;
  const close = () => setWindow(null);

  const press = (move: Move) => {
    if (move !== 'done') {
      desk.move(move);
      return;
    }
    setWindow('finish');
    camera.current?.click();
  };
  const finish = async (file: File | null) => {
    close();
    setFailed(false);
    if (file !== null) {
      try {
        await desk.photo('after', await shrink(file), true);
      } catch (error) {
        console.warn(error);
        setFailed(true);
        return;
      }
    }
    desk.move('done', { held: true });
  };

  if (state === 'done' || state === 'declined' || state === 'withdrawn') {
    return (
      <div className={css.actions}>
        <Undo desk={desk} outbox={outbox} say={say} />
        <p className={css.over} data-over={state}>{wordFor(say, 'over', state)}</p>
      </div>
    );
  }
  return (
    <div className={css.actions}>
      {failed && <p className={css.error} role="alert">{say('photoFailed')}</p>}
      <Undo desk={desk} outbox={outbox} say={say} />
      <div className={css.pair}>
        {may('decline') && <Plain onPress={() => setWindow('decline')}>{say('do.decline')}</Plain>}
        <Plain onPress={() => setWindow('comment')}>{say('do.comment')}</Plain>
        {may('needTime') && (
          <Plain onPress={() => setWindow('time')}>{say('do.needTime')}</Plain>
        )}
        {order.priority !== 'normal' && state === 'onSite' && (
          <Plain onPress={() => desk.move('localise')}>{say('do.localise')}</Plain>
        )}
      </div>
      {step !== null && (
        <button type="button" className={css.primary} data-step={step} onClick={() => press(step)}>
          {wordFor(say, 'do', step)}
        </button>
      )}
      <input
        ref={camera}
        type="file"
        accept="image/*"
        capture="environment"
        className={css.file}
        tabIndex={-1}
        aria-label={say('shoot.after')}
        data-file="finish"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file !== undefined) {
            void finish(file);
          }
        }}
      />
      <Sheet title={say('finish')} opened={window === 'finish'} closeLabel={say('close')} onClose={close}>
        <button type="button" className={css.primary} onClick={() => camera.current?.click()}>
          {say('finishPhoto')}
        </button>
        <Plain onPress={() => void finish(null)}>{say('finishWithout')}</Plain>
      </Sheet>
      <Words
        title={say('do.comment')}
        act={say('send')}
        say={say}
        opened={window === 'comment'}
        onClose={close}
        onSay={(text) => {
          desk.move('comment', { text });
          close();
        }}
      />
      <Words
        title={say('do.decline')}
        act={say('do.decline')}
        say={say}
        opened={window === 'decline'}
        onClose={close}
        onSay={(text) => {
          desk.move('decline', { text });
          close();
        }}
      />
      <NeedTime
        say={say}
        opened={window === 'time'}
        onClose={close}
        onAsk={(minutes, text) => {
          desk.move('needTime', { minutes, ...(text === '' ? {} : { text }) });
          close();
        }}
      />
    </div>
  );
}

function Plain({ onPress, children }: { onPress(): void; children: ReactNode }) {
  return <button type="button" className={css.plain} onClick={onPress}>{children}</button>;
}

function Words({ title, act, say, opened, onClose, onSay }: {
  title: string; act: string; say: Say; opened: boolean; onClose(): void; onSay(text: string): void;
}) {
  const [text, setText] = useState('');
  return (
    <Sheet title={title} opened={opened} closeLabel={say('close')} onClose={onClose}>
      <textarea
        className={css.text}
        rows={3}
        maxLength={500}
        aria-label={say('words')}
        placeholder={say('words')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <button
        type="button"
        className={css.primary}
        disabled={text.trim() === ''}
        onClick={() => {
          onSay(text.trim());
          setText('');
        }}
      >
        {act}
      </button>
    </Sheet>
  );
}

function NeedTime({ say, opened, onClose, onAsk }: {
  say: Say; opened: boolean; onClose(): void; onAsk(minutes: number, text: string): void;
}) {
  const [text, setText] = useState('');
  const [own, setOwn] = useState('');
  const minutes = Number(own);
  const ask = (asked: number) => {
    onAsk(asked, text.trim());
    setText('');
    setOwn('');
  };
  return (
    <Sheet title={say('do.needTime')} opened={opened} closeLabel={say('close')} onClose={onClose}>
      <input
        className={css.text}
        maxLength={300}
        aria-label={say('why')}
        placeholder={say('why')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={css.three}>
        {MINUTES.map((each) => (
          <button key={each} type="button" className={css.plain} data-minutes={each} onClick={() => ask(each)}>
            {say(`more.${each}`)}
          </button>
        ))}
      </div>
      <form
        className={css.own}
        onSubmit={(event) => {
          event.preventDefault();
          if (minutes > 0) {
            ask(minutes);
          }
        }}
      >
        <input
          className={css.text}
          type="number"
          inputMode="numeric"
          min={1}
          max={4_320}
          aria-label={say('ownMinutes')}
          placeholder={say('ownMinutes')}
          value={own}
          onChange={(event) => setOwn(event.currentTarget.value)}
        />
        <button type="submit" className={css.plain} disabled={!(minutes > 0)}>{say('send')}</button>
      </form>
    </Sheet>
  );
}
