import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../../clock';
import { count, day, decimal, money, month, sum } from '../../format';
import { DateField } from '../../ui/DateField';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import field from '../../ui/Field.module.css';
import { Notice } from '../../ui/Notice';
import page from '../../ui/Page.module.css';
import { VirtualTable, type Column } from '../../ui/VirtualTable';
import type { PenaltySegment } from './api';
import css from './PenaltyPane.module.css';
import { usePenalty } from './useAccounts';

/** Why the late fee is what it is: every stretch of days with its debt, its rate and its share. */
export function PenaltyPane({ number, currency }: { number: string; currency: string }) {
  const { t } = useTranslation();
  const id = useId();
  const [on, setOn] = useState(() => dateOf(serverNow()));
  const penalty = usePenalty(number, on);
  const segments = penalty.data?.segments ?? [];
  const columns: Column<PenaltySegment>[] = [
    {
      key: 'dates', title: t('penalty.dates'), width: '190px',
      cell: (each) => `${day(each.from)} – ${day(each.to)}`,
    },
    {
      key: 'month', title: t('penalty.month'), width: '72px',
      cell: (each) => (each.month === undefined ? '' : month(each.month)),
    },
    { key: 'days', title: t('penalty.days'), width: '64px', right: true, cell: (each) => count(each.days) },
    { key: 'debt', title: t('account.debt'), width: '110px', right: true, cell: (each) => sum(each.debt) },
    { key: 'rate', title: t('penalty.rate'), width: '84px', right: true, cell: (each) => percent(each.rate) },
    { key: 'share', title: t('penalty.share'), width: '84px', right: true, cell: (each) => each.share },
    {
      key: 'amount', title: t('penalty.amount'), width: '100px', right: true, cell: (each) => <b>{sum(each.amount)}</b>,
    },
    {
      key: 'source', title: t('penalty.source'), width: 'minmax(120px, 1fr)',
      cell: (each) => <span className={page.quiet} title={each.source}>{each.source}</span>,
    },
  ];
  return (
    <>
      <div className={css.head}>
        <label className={field.label} htmlFor={id}>{t('penalty.on')}</label>
        <DateField id={id} className={css.date ?? ''} value={on} onChange={setOn} />
        {penalty.data !== undefined && (
          <p className={css.total}>
            <span className={page.quiet}>{t('penalty.total')}</span> <b>{money(penalty.data.amount, currency)}</b>
          </p>
        )}
      </div>
      {penalty.isError && (
        <div className={page.bar}><Failure error={penalty.error} onAgain={() => void penalty.refetch()} /></div>
      )}
      {penalty.data?.noRateFrom != null && (
        <div className={page.bar}>
          <Notice tone="plain">{t('penalty.noRate', { day: day(penalty.data.noRateFrom) })}</Notice>
        </div>
      )}
      {penalty.isPending && <Empty title={t('loading')} />}
      {penalty.isSuccess && segments.length === 0 && <Empty title={t('penalty.none')} hint={t('penalty.noneHint')} />}
      {segments.length > 0 && (
        <VirtualTable label={t('accounts.side.penalty')} columns={columns} rows={segments} minWidth={880}
          keyOf={(each) => `${each.month ?? ''}-${each.from}-${each.debt}-${each.rate}-${each.share}`} />
      )}
    </>
  );
}

function percent(rate: string): string {
  return rate.includes('%') ? rate : `${decimal(rate)} %`;
}

function dateOf(ms: number): string {
  const at = new Date(ms);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
