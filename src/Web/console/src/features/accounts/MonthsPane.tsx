import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../../clock';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import page from '../../ui/Page.module.css';
import { monthOf } from '../months/calendar';
import { ChargesPane } from './ChargesPane';
import { newestFirst } from './matrix';
import { MonthMatrix } from './MonthMatrix';
import css from './MonthsPane.module.css';
import { useMonths } from './useAccounts';

const FIRST_YEAR = 1997;

/** What of the table is explained below it; no service means all of that month. */
export interface Chosen {
  month: string;
  service: string | null;
}

/** One year of an account, and under it how the chosen figure came about. The place for it is always kept. */
export function MonthsPane({ number }: { number: string }) {
  const { t } = useTranslation();
  const thisYear = new Date(serverNow()).getFullYear();
  const [year, setYear] = useState(thisYear);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const months = useMonths(number, year);
  const rows = months.data === undefined ? [] : newestFirst(months.data, monthOf(serverNow()));
  const step = (by: number) => {
    setYear((before) => Math.max(FIRST_YEAR, Math.min(thisYear, before + by)));
    setChosen(null);
  };
  return (
    <div className={css.pane} aria-busy={months.isFetching}>
      <div className={css.years} role="group" aria-label={t('accounts.year')}>
        <Button size="small" tone="quiet" aria-label={t('accounts.yearBefore')} disabled={year <= FIRST_YEAR}
          onClick={() => step(-1)}>‹</Button>
        <b>{year}</b>
        <Button size="small" tone="quiet" aria-label={t('accounts.yearAfter')} disabled={year >= thisYear}
          onClick={() => step(1)}>›</Button>
        <span className={page.quiet}>{t('accounts.matrixHint')}</span>
      </div>
      {months.isError && (
        <div className={page.bar}><Failure error={months.error} onAgain={() => void months.refetch()} /></div>
      )}
      {months.isPending && <Empty title={t('loading')} />}
      {months.isSuccess && rows.length === 0 && (
        <Empty title={t('accounts.noMonths', { year })} hint={t('accounts.noMonthsHint')}>
          <Button onClick={() => step(-1)}>{t('accounts.yearBefore')}</Button>
        </Empty>
      )}
      {rows.length > 0 && (
        <>
          <MonthMatrix months={rows} currency={months.data?.currency ?? ''} chosen={chosen} onChoose={setChosen} />
          <ChargesPane number={number} currency={months.data?.currency ?? ''} chosen={chosen}
            status={rows.find((row) => row.month === chosen?.month)?.status ?? null} />
        </>
      )}
    </div>
  );
}
