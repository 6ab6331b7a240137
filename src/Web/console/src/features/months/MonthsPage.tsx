import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../../clock';
import { count, dateTime, money } from '../../format';
import { useShell } from '../../shell';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import page from '../../ui/Page.module.css';
import { Pill, type PillTone } from '../../ui/Pill';
import { VirtualTable, type Column } from '../../ui/VirtualTable';
import { useRights } from '../board/rights';
import { runMonth, type BillingMonth } from './api';
import { nextToRun } from './calendar';
import { MonthPane } from './MonthPane';
import { MonthsHead } from './MonthsHead';
import css from './MonthsPage.module.css';
import { useMonthName } from './useMonthName';
import { isRunning, useBillingMonths, useMonthAct } from './useMonths';

const TONES: Record<BillingMonth['status'], PillTone> = {
  open: 'plain', running: 'warn', charged: 'info', closed: 'ok',
};

/** «Месяцы»: what was charged month by month, what is missing, and the closing. */
export function MonthsPage() {
  const { t } = useTranslation();
  const { session } = useShell();
  const { changesMoney } = useRights();
  const name = useMonthName();
  const [organisation, setOrganisation] = useState(session.organisations[0]?.code ?? '');
  const [chosenMonth, setChosenMonth] = useState<string | null>(null);
  const query = useBillingMonths(organisation);
  const running = useMonthAct((month: string) => runMonth(month, organisation));
  const rows = [...(query.data ?? [])].sort((a, b) => b.month.localeCompare(a.month));
  const chosen = rows.find((each) => each.month === chosenMonth) ?? rows[0] ?? null;
  const next = query.data === undefined ? null : nextToRun(rows, serverNow());
  const currency = session.organisations.find((each) => each.code === organisation)?.currency ?? '';
  const columns = useColumns(currency);
  const begin = changesMoney && next !== null && (
    <Button tone="primary" disabled={running.isPending} onClick={() => running.mutate(next)}>
      {t('months.runNew', { month: name(next) })}
    </Button>
  );
  return (
    <main className={page.page}>
      <MonthsHead organisation={organisation} onOrganisation={(code) => {
        setOrganisation(code);
        setChosenMonth(null);
      }}>{rows.length > 0 && begin}</MonthsHead>
      {(query.error ?? running.error) !== null && (
        <div className={page.bar}>
          <Failure error={query.error ?? running.error}
            {...(query.isError ? { onAgain: () => void query.refetch() } : {})} />
        </div>
      )}
      {query.isPending && <Empty title={t('loading')} />}
      {query.isSuccess && rows.length === 0 && (
        <Empty title={t('months.none')} hint={t('months.noneHint')}>{begin}</Empty>
      )}
      {chosen !== null && (
        <div className={css.columns}>
          <VirtualTable label={t('months.title')} columns={columns} rows={rows} keyOf={(row) => row.month}
            current={chosen.month} alarming={(row) => row.gaps.length > 0 && row.status !== 'closed'}
            onOpen={(row) => setChosenMonth(row.month)} />
          <MonthPane key={`${organisation}-${chosen.month}`} month={chosen} currency={currency} />
        </div>
      )}
    </main>
  );
}

function useColumns(currency: string): Column<BillingMonth>[] {
  const { t } = useTranslation();
  const name = useMonthName();
  return [
    { key: 'month', title: t('accounts.month'), width: 'minmax(124px, 1fr)', cell: (row) => <b>{name(row.month)}</b> },
    {
      key: 'status', title: t('registers.state'), width: '116px',
      cell: (row) => isRunning(row) && row.progress !== null
        ? `${count(row.progress.done)} / ${count(row.progress.total)}`
        : <Pill tone={TONES[row.status] ?? 'plain'}>
          {t(`months.status.${row.status}`, { defaultValue: row.status })}
        </Pill>,
    },
    { key: 'accounts', title: t('months.accounts'), width: '88px', right: true, cell: (row) => count(row.accounts) },
    { key: 'charges', title: t('months.charges'), width: '96px', right: true, cell: (row) => count(row.charges) },
    {
      key: 'amount', title: t('accounts.charged'), width: '150px', right: true,
      cell: (row) => <b>{money(row.amount, currency)}</b>,
    },
    {
      key: 'penalty', title: t('accounts.total.penalty'), width: '120px', right: true,
      cell: (row) => money(row.penalty, currency),
    },
    {
      key: 'finished', title: t('months.finished'), width: '136px',
      cell: (row) => <span className={page.quiet}>{row.finishedAt === null ? '' : dateTime(row.finishedAt)}</span>,
    },
  ];
}
