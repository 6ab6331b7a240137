import { timeOfDay } from '../format';
import css from './Crew.module.css';
import type { CrewDesk, View } from './desk';
import { wordFor, type Say } from './says';

/** What has not gone yet, and what the host refused and why. Nothing disappears by itself. */
export function OutboxList({ desk, view, say }: { desk: CrewDesk; view: View; say: Say }) {
  const moves = view.outbox.waiting.filter((each) => each.kind === 'move' || each.refused !== undefined);
  if (moves.length === 0) {
    return null;
  }
  return (
    <section className={css.block} aria-labelledby="outbox">
      <h2 id="outbox">{say('outbox')}</h2>
      <ul className={css.outbox}>
        {moves.map((item) => (
          <li key={item.id} data-waiting={item.move ?? item.photo} data-refused={item.refused !== undefined}>
            <span>
              {item.kind === 'photo' ? say(`photo.${item.photo ?? 'after'}`) : wordFor(say, 'did', item.move ?? '')}
              {' '}{timeOfDay(item.at)}
              {item.minutes !== undefined && ` · ${say('minutes', { count: item.minutes })}`}
              {item.text !== undefined && ` · ${item.text}`}
              <br />
              <span className={item.refused === undefined ? css.quiet : css.error}>{item.refused ?? say('waits')}</span>
            </span>
            <button type="button" className={css.small} onClick={() => desk.forget([item.id])}>
              {say(item.refused === undefined ? 'remove' : 'understood')}
            </button>
          </li>
        ))}
      </ul>
      <button type="button" className={css.small} onClick={() => desk.retry()}>{say('sendNow')}</button>
    </section>
  );
}
