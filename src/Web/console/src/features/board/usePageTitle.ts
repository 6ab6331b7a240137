import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useClock } from '../../clock';
import { countdown, phone } from '../../format';
import { CRIT_MS } from '../../ui/Clock';
import { farNumber, ringing } from './boardState';
import { useBoard } from './useBoard';

/** The tab itself says who rings, and when somebody's last minute runs. */
export function usePageTitle(): void {
  const { t } = useTranslation();
  const board = useBoard();
  const first = ringing(board?.calls ?? [])[0];
  const caller = first === undefined ? null : first.accounts[0]?.person?.name ?? phone(farNumber(first));
  const dues = (board?.callbacks ?? []).filter((row) => row.status === 'due').map((row) => Date.parse(row.ownDueAt));
  const soonest = dues.length === 0 ? null : Math.min(...dues);
  const left = useClock((now) => (soonest !== null && soonest - now < CRIT_MS ? countdown(soonest - now) : ''));
  const title = caller !== null ? t('title.rings', { who: caller })
    : left !== '' ? t('title.callBack', { left }) : t('title.quiet');
  useEffect(() => {
    document.title = title;
  }, [title]);
}
