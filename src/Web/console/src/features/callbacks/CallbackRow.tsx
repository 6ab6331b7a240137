import { IconX } from '@tabler/icons-react';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Callback } from '../../api';
import { useClock } from '../../clock';
import { countdown, timeOfDay } from '../../format';
import { Countdown } from '../../ui/Clock';
import { Kbd } from '../../ui/Kbd';
import css from './CallbackRow.module.css';
import { useWho } from './useWho';

interface Props {
  row: Callback;
  /** F4 calls this one. */
  target: boolean;
  disabled: boolean;
  onChoose(): void;
  onCall(): void;
  onDrop(): void;
}

export function CallbackRow({ row, target, disabled, onChoose, onCall, onDrop }: Props) {
  const { t } = useTranslation();
  const { name: who, detail } = useWho(row);
  const dialling = row.status === 'dialling';
  return (
    <li className={`${css.row} ${target ? css.target : ''}`} data-callback={row.id} data-status={row.status}>
      <div className={css.clocks}>
        <Countdown dueAt={row.ownDueAt} className={css.own ?? ''} />
        <LawClock dueAt={row.legalDueAt} />
      </div>
      <button
        type="button"
        className={css.who}
        data-callback-row
        aria-current={target}
        disabled={disabled}
        onFocus={onChoose}
        onClick={onChoose}
        onDoubleClick={onCall}
      >
        <span className={css.name}>{who}</span>
        <span className={css.detail}>{detail}</span>
        <span className={css.detail}>
          {[
            row.missedCalls > 1 ? t('callbacks.times', { count: row.missedCalls, ordinal: true }) : null,
            t('callbacks.missedAt', { time: timeOfDay(row.arrivedAt) }),
            row.attempts.length > 0 && !dialling ? t('callbacks.attempts', { count: row.attempts.length }) : null,
          ].filter((part) => part !== null).join(' · ')}
        </span>
        {dialling && (
          <span className={css.dialling}>{t('callbacks.dialling', { who: row.operator ?? '' }).trim()}</span>
        )}
      </button>
      {target && !dialling && (
        <span className={css.acts}>
          <button
            type="button"
            className={css.call}
            disabled={disabled}
            aria-keyshortcuts="F4"
            onClick={onCall}
          >
            <span className="visuallyHidden">{t('callbacks.call', { who })}</span>
            <Kbd keys="F4" />
          </button>
          <button
            type="button"
            className={css.drop}
            disabled={disabled}
            aria-label={t('callbacks.drop', { who })}
            onClick={onDrop}
          >
            <IconX size={14} aria-hidden="true" />
          </button>
        </span>
      )}
    </li>
  );
}

/** The law's ten minutes from the same arrival, small under our own five. */
function LawClock({ dueAt }: { dueAt: string }) {
  const { t } = useTranslation();
  const due = Date.parse(dueAt);
  const text = useClock(useCallback((now: number) => countdown(due - now), [due]));
  const late = useClock(useCallback((now: number) => now >= due, [due]));
  return <span className={`${css.law} ${late ? css.lawLate : ''}`}>{t('callbacks.law', { left: text })}</span>;
}
