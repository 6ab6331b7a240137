import { useEffect, useState } from 'react';
import css from './Crew.module.css';
import type { CrewDesk } from './desk';
import { heldFor, type Outbox } from './outbox';
import type { Say } from './says';

/** A finger slips: ten seconds in which «Done» can be taken back before anybody hears of it. */
export function Undo({ desk, outbox, say }: { desk: CrewDesk; outbox: Outbox; say: Say }) {
  const [now, setNow] = useState(() => Date.now());
  const left = heldFor(outbox, now);
  const holds = left !== null;
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [outbox, holds]);
  if (left === null) {
    return null;
  }
  return (
    <div className={css.undo} role="status">
      <span>{say('goesIn', { count: Math.ceil(left / 1000) })}</span>
      <button type="button" className={css.plain} onClick={() => desk.undo()}>{say('undo')}</button>
    </div>
  );
}
