import { Link } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { account as accountText, count, dateTime, sum } from '../../format';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import page from '../../ui/Page.module.css';
import { VirtualTable, type Column } from '../../ui/VirtualTable';
import type { PaymentRegister, RegisterRow, RowState } from './api';
import { RowPill } from './RegisterPill';
import { useRows } from './useRegisters';

export function RegisterRows({ register, state, onState }: {
  register: PaymentRegister; state: RowState | null; onState(state: RowState | null): void;
}) {
  const { t } = useTranslation();
  const query = useRows(register.id, state, register.status);
  const rows = useMemo(() => query.data?.pages.flatMap((each) => each.items) ?? [], [query.data]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) {
      void fetchNextPage();
    }
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const columns = useColumns();
  return (
    <>
      {query.isError && (
        <div className={page.bar}><Failure error={query.error} onAgain={() => void query.refetch()} /></div>
      )}
      {query.isPending && <Empty title={t('loading')} />}
      {query.isSuccess && rows.length === 0 && (
        <Empty title={t('registers.noRows')}>
          {state !== null && <Button onClick={() => onState(null)}>{t('registers.allRows')}</Button>}
        </Empty>
      )}
      {rows.length > 0 && (
        <VirtualTable label={t('registers.rows')} columns={columns} rows={rows} minWidth={1080} onEnd={onEnd}
          keyOf={(row) => String(row.line)} alarming={(row) => row.state === 'bad'} />
      )}
    </>
  );
}

function useColumns(): Column<RegisterRow>[] {
  const { t } = useTranslation();
  return [
    { key: 'line', title: t('registers.lineNo'), width: '64px', right: true, cell: (row) => count(row.line) },
    { key: 'at', title: t('registers.paidAt'), width: '132px', cell: (row) => (row.at === null ? '' : dateTime(row.at)) },
    {
      key: 'account', title: t('accounts.number'), width: '96px',
      cell: (row) => row.accountNumber === null ? '' : row.state === 'unidentified' || row.state === 'bad'
        ? accountText(row.accountNumber)
        : <Link to="/accounts/$number" params={{ number: row.accountNumber }}>{accountText(row.accountNumber)}</Link>,
    },
    { key: 'payer', title: t('registers.payer'), width: 'minmax(120px, 1fr)', cell: (row) => row.payer },
    { key: 'address', title: t('ticket.address'), width: 'minmax(120px, 1fr)', cell: (row) => row.address },
    { key: 'period', title: t('registers.period'), width: '72px', cell: (row) => row.period },
    {
      key: 'amount', title: t('registers.amount'), width: '104px', right: true,
      cell: (row) => <b>{row.amount === null ? '' : sum(row.amount)}</b>,
    },
    {
      key: 'fee', title: t('registers.fee'), width: '76px', right: true,
      cell: (row) => <span className={page.quiet}>{row.fee === null ? '' : sum(row.fee)}</span>,
    },
    {
      key: 'state', title: t('registers.state'), width: 'minmax(180px, 1.3fr)',
      cell: (row) => <span title={row.reason ?? ''}><RowPill state={row.state} /> <span className={page.quiet}>
        {row.reason}
      </span></span>,
    },
  ];
}
