import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Callback } from '../../api';
import { useKey } from '../../keys';
import { Kbd } from '../../ui/Kbd';
import { Notice } from '../../ui/Notice';
import { SectionHead } from '../../ui/SectionHead';
import { useBoard } from '../board/useBoard';
import { useLinkLevel } from '../board/LiveProvider';
import css from './CallbackList.module.css';
import { CallbackRow } from './CallbackRow';
import { DropDialog } from './DropDialog';
import { TimeAnnouncer } from './TimeAnnouncer';
import { canBeCalled, urgentFirst, useCallBack } from './useCallBack';

/** Whoever called and was not answered, with the time left to call back. */
export function CallbackList({ onNoPhone, hasPhone }: { hasPhone: boolean; onNoPhone(): void }) {
  const { t } = useTranslation();
  const board = useBoard();
  const down = useLinkLevel() === 'red';
  const [chosen, setChosen] = useState<string | null>(null);
  const [dropping, setDropping] = useState<Callback | null>(null);
  const dial = useCallBack();

  const rows = urgentFirst(board?.callbacks ?? []);
  const free = rows.filter(canBeCalled);
  const target = free.find((row) => row.id === chosen) ?? free[0] ?? null;

  const call = (row: Callback | null) => {
    if (!hasPhone) {
      onNoPhone();
    } else if (row !== null && !down && !dial.isPending) {
      dial.mutate(row);
    }
  };
  useKey('F4', () => call(target));

  const onKeyDown = (event: KeyboardEvent<HTMLUListElement>) => {
    const step = event.code === 'ArrowDown' ? 1 : event.code === 'ArrowUp' ? -1 : 0;
    if (step === 0) {
      return;
    }
    event.preventDefault();
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-callback-row]')];
    all[all.indexOf(document.activeElement as HTMLElement) + step]?.focus();
  };

  return (
    <section aria-labelledby="callbacks-title">
      <SectionHead
        id="callbacks-title"
        title={t('callbacks.title')}
        count={rows.length}
        alarming
        aside={<Kbd keys="F4" />}
      />
      {dial.error !== null && <div className={css.notice}><Notice tone="error">{dial.error.message}</Notice></div>}
      {board !== undefined && rows.length === 0 && <p className={css.empty}>{t('callbacks.empty')}</p>}
      <ul className={css.list} onKeyDown={onKeyDown}>
        {rows.map((row) => (
          <CallbackRow
            key={row.id}
            row={row}
            target={row.id === target?.id}
            disabled={down}
            onChoose={() => setChosen(row.id)}
            onCall={() => call(row)}
            onDrop={() => setDropping(row)}
          />
        ))}
      </ul>
      <TimeAnnouncer rows={free} />
      {dropping !== null && <DropDialog row={dropping} onClose={() => setDropping(null)} />}
    </section>
  );
}
