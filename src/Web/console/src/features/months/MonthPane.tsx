import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { count, dateTime, day, money } from '../../format';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Failure } from '../../ui/Failure';
import page from '../../ui/Page.module.css';
import { ProgressBar } from '../../ui/ProgressBar';
import { SectionHead } from '../../ui/SectionHead';
import { useRights } from '../board/rights';
import { closeMonth, runMonth, type BillingMonth, type Gap } from './api';
import css from './MonthsPage.module.css';
import { useMonthName } from './useMonthName';
import { isRunning, useMonthAct } from './useMonths';

/** One month: how it went, what could not be charged and why, and what may be done with it. */
export function MonthPane({ month, currency }: { month: BillingMonth; currency: string }) {
  const { t } = useTranslation();
  const name = useMonthName();
  const { changesMoney } = useRights();
  const [isClosing, setClosing] = useState(false);
  const running = useMonthAct(() => runMonth(month.month, month.organisation));
  const isBusy = isRunning(month);
  const isDone = month.status === 'charged' || month.status === 'closed';
  return (
    <section className={css.pane} aria-label={name(month.month)} tabIndex={0}>
      <div className={css.head}><h2>{name(month.month)}</h2></div>
      <div className={css.block}>
        <dl className={css.facts}>
          <Fact name={t('accounts.charged')}>{money(month.amount, currency)}</Fact>
          <Fact name={t('accounts.total.penalty')}>{money(month.penalty, currency)}</Fact>
          <Fact name={t('months.accounts')}>{count(month.accounts)}</Fact>
          {month.startedAt !== null && <Fact name={t('months.started')}>{dateTime(month.startedAt)}</Fact>}
          {month.finishedAt !== null && <Fact name={t('months.finished')}>{dateTime(month.finishedAt)}</Fact>}
          {month.closedAt !== null && (
            <Fact name={t('months.closedAt')}>{dateTime(month.closedAt)} · {month.closedBy}</Fact>
          )}
        </dl>
        {isBusy && (
          <ProgressBar label={t('months.running')} done={month.progress?.done ?? 0}
            total={month.progress?.total ?? month.accounts} />
        )}
        <Failure error={running.error} />
        {month.status === 'open' && month.gaps.length > 0 && <p className={css.warn}>{t('months.stopped')}</p>}
        {changesMoney && month.status !== 'closed' && (
          <div className={page.buttons}>
            <Button tone={month.status === 'charged' ? 'plain' : 'primary'} disabled={isBusy || running.isPending}
              onClick={() => running.mutate(undefined)}>
              {t(month.charges > 0 ? 'months.runAgain' : 'months.run')}
            </Button>
            {month.status === 'charged' && (
              <Button tone="primary" disabled={isBusy} onClick={() => setClosing(true)}>{t('months.close')}</Button>
            )}
          </div>
        )}
      </div>
      <SectionHead title={t('months.gaps')} count={month.gaps.length} alarming={month.status !== 'closed'} />
      {month.gaps.length === 0 && (
        <p className={`${css.block} ${page.quiet}`}>{t(isDone ? 'months.noGaps' : 'months.notYet')}</p>
      )}
      <ul>
        {month.gaps.map((gap) => <GapRow key={`${gap.service}-${gap.reason}-${gap.day ?? ''}`} gap={gap} />)}
      </ul>
      {isClosing && <CloseDialog month={month} onClose={() => setClosing(false)} />}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return <div><dt>{name}</dt><dd>{children}</dd></div>;
}

function GapRow({ gap }: { gap: Gap }) {
  const { t } = useTranslation();
  const isPrice = /tariff/i.test(gap.reason);
  return (
    <li className={css.gap}>
      <span>
        <b>{t(`service.${gap.service}`, { defaultValue: gap.service })}</b>
        <span>{t('months.gapAccounts', { count: gap.accounts })}</span>
      </span>
      <span className={css.warn}>
        {t(`months.gap.${gap.reason}`, { defaultValue: gap.reason })}
        {gap.day !== undefined && ` ${t('months.gapOn', { day: day(gap.day) })}`}
      </span>
      {isPrice && (
        <Link to="/months/tariffs" search={{ service: gap.service }}>{t('months.toTariffs')}</Link>
      )}
    </li>
  );
}

/** Closing is said before it is done: what it means and what stays possible after it. */
function CloseDialog({ month, onClose }: { month: BillingMonth; onClose(): void }) {
  const { t } = useTranslation();
  const name = useMonthName();
  const closing = useMonthAct(() => closeMonth(month.month, month.organisation), onClose);
  const gaps = month.gaps.reduce((all, each) => all + each.accounts, 0);
  return (
    <Dialog title={t('months.closeTitle', { month: name(month.month) })} opened onClose={onClose}
      closeLabel={t('close')} size="32rem">
      <form className={page.form} onSubmit={(event) => {
        event.preventDefault();
        closing.mutate(undefined);
      }}>
        <p>{t('months.closeMeans')}</p>
        <p className={page.note}>{t('months.closeAfter')}</p>
        {gaps > 0 && <p className={css.warn}>{t('months.closeGaps', { count: gaps })}</p>}
        <Failure error={closing.error} />
        <div className={page.buttons}>
          <Button tone="primary" type="submit" disabled={closing.isPending}>{t('months.close')}</Button>
          <Button data-autofocus onClick={onClose}>{t('cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
