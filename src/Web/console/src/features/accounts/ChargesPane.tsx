import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dateTime, money } from '../../format';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { Pill } from '../../ui/Pill';
import { useRights } from '../board/rights';
import { useMonthName } from '../months/useMonthName';
import type { Charge, MonthStatus } from './api';
import css from './ChargesPane.module.css';
import type { Chosen } from './MonthsPane';
import { RecalculationDialog } from './RecalculationDialog';
import { useCharges } from './useAccounts';

/** How a figure of the table came about: a line a person can check for every charge, taken back ones too. */
export function ChargesPane({ number, currency, chosen, status }: {
  number: string; currency: string; chosen: Chosen | null; status: MonthStatus | null;
}) {
  const { t } = useTranslation();
  const name = useMonthName();
  const rights = useRights();
  const [asking, setAsking] = useState(false);
  return (
    <section className={css.pane} aria-label={t('accounts.formula')} tabIndex={0}>
      {chosen === null ? <p className={css.hint}>{t('accounts.formulaHint')}</p> : (
        <>
          <div className={css.head}>
            <h2 className={css.title}>
              {chosen.service === null ? t('accounts.all')
                : t(`service.${chosen.service}`, { defaultValue: chosen.service })}
              {' · '}{name(chosen.month)}
            </h2>
            {rights.changesMoney && status !== 'open' && (
              <Button size="small" onClick={() => setAsking(true)}>{t('accounts.recalculate')}</Button>
            )}
          </div>
          <Lines number={number} currency={currency} chosen={chosen} />
        </>
      )}
      {asking && chosen !== null && (
        <RecalculationDialog number={number} month={chosen.month} currency={currency}
          onClose={() => setAsking(false)} />
      )}
    </section>
  );
}

function Lines({ number, currency, chosen }: { number: string; currency: string; chosen: Chosen }) {
  const { t } = useTranslation();
  const charges = useCharges(number, chosen.month);
  const lines = (charges.data ?? []).filter((each) => chosen.service === null || each.service === chosen.service);
  if (charges.isPending) {
    return <p className={css.hint}>{t('loading')}</p>;
  }
  if (charges.isError) {
    return <Failure error={charges.error} onAgain={() => void charges.refetch()} />;
  }
  return (
    <ul className={css.list}>
      {lines.length === 0 && <li className={css.hint}>{t('accounts.noCharges')}</li>}
      {lines.map((charge) => (
        <Line key={charge.id} charge={charge} currency={currency} named={chosen.service === null} />
      ))}
    </ul>
  );
}

function Line({ charge, currency, named }: { charge: Charge; currency: string; named: boolean }) {
  const { t } = useTranslation();
  return (
    <li className={css.line} data-charge={charge.id} data-reversed={charge.reversed}>
      {named && <span className={css.service}>{t(`service.${charge.service}`, { defaultValue: charge.service })}</span>}
      <span className={css.formula}>{charge.formula}</span>
      <Pill tone={charge.method === 'normRaised' ? 'warn' : 'plain'}>
        {t(`accounts.method.${charge.method}`, { defaultValue: charge.method })}
      </Pill>
      {charge.reversed && <Pill tone="crit">{t('accounts.reversed')}</Pill>}
      <span className={css.at}>{dateTime(charge.at)}</span>
      <b className={css.amount}>{money(charge.amount, currency)}</b>
    </li>
  );
}
