import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Callback } from '../../api';
import { serverNow } from '../../clock';
import { phone } from '../../format';

const STEPS_MS = [180_000, 60_000, 0];
const LOOK_MS = 500;

/** Says the time aloud to screen readers only at 3:00, 1:00 and 0:00: a clock that talks is noise. */
export function TimeAnnouncer({ rows }: { rows: readonly Callback[] }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const before = useRef(new Map<string, number>());

  useEffect(() => {
    const look = () => {
      const now = serverNow();
      for (const row of rows) {
        const left = Date.parse(row.ownDueAt) - now;
        const was = before.current.get(row.id) ?? left;
        const passed = STEPS_MS.find((step) => was > step && left <= step);
        before.current.set(row.id, left);
        if (passed !== undefined) {
          const who = row.phone === null ? t('callbacks.withheld') : phone(row.phone);
          setText(passed === 0 ? t('callbacks.dueNow', { who })
            : t('callbacks.minutesLeft', { who, count: passed / 60_000 }));
        }
      }
    };
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [rows, t]);

  return <p className="visuallyHidden" aria-live="polite">{text}</p>;
}
