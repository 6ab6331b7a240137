import { useRef, useState } from 'react';
import { timeOfDay } from '../format';
import css from './Crew.module.css';
import type { CrewDesk, View } from './desk';
import type { Waiting } from './outbox';
import { shrink } from './photo';
import type { Say } from './says';

/** What was photographed here, with its moment and whether it has gone; two tiles that open the camera. */
export function Photos({ desk, view, say }: { desk: CrewDesk; view: View; say: Say }) {
  const [failed, setFailed] = useState(false);
  const all: Waiting[] = [...view.outbox.sent, ...view.outbox.waiting].filter((each) => each.kind === 'photo');
  const waiting = new Set(view.outbox.waiting.map((each) => each.id));
  if (view.state === 'declined' || view.state === 'withdrawn') {
    return null;
  }
  const shoot = async (kind: 'before' | 'after', file: File) => {
    setFailed(false);
    try {
      await desk.photo(kind, await shrink(file));
    } catch (error) {
      console.warn(error);
      setFailed(true);
    }
  };
  return (
    <section className={css.block} aria-labelledby="photos">
      <h2 id="photos">{say('photos')}</h2>
      {failed && <p className={css.error} role="alert">{say('photoFailed')}</p>}
      <ul className={css.photos}>
        {all.map((item) => (
          <li key={item.id} className={css.photo} data-photo={item.photo} data-sent={!waiting.has(item.id)}>
            <img src={item.thumb} alt={say(`photo.${item.photo ?? 'after'}`)} />
            <span>
              {say(`photo.${item.photo ?? 'after'}`)} {timeOfDay(item.at)}
              <br />
              {say(waiting.has(item.id) ? 'waits' : 'sent')}
            </span>
          </li>
        ))}
        {(['before', 'after'] as const).map((kind) => (
          <li key={kind}><Camera kind={kind} say={say} onShot={(file) => void shoot(kind, file)} /></li>
        ))}
      </ul>
    </section>
  );
}

function Camera({ kind, say, onShot }: { kind: 'before' | 'after'; say: Say; onShot(file: File): void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" className={css.camera} data-camera={kind} onClick={() => input.current?.click()}>
        {say(`shoot.${kind}`)}
      </button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        capture="environment"
        className={css.file}
        tabIndex={-1}
        aria-label={say(`shoot.${kind}`)}
        data-file={kind}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file !== undefined) {
            onShot(file);
          }
        }}
      />
    </>
  );
}
