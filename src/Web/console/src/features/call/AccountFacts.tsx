import { useTranslation } from 'react-i18next';
import type { CardAccount } from '../../api';
import { day, money, reading, shortDate } from '../../format';
import { serverNow } from '../../clock';
import css from './AccountFacts.module.css';

/** Debt and meters, side by side: the two questions most callers have. */
export function AccountFacts({ account }: { account: CardAccount }) {
  const { t } = useTranslation();
  return (
    <div className={css.facts}>
      <section className={css.part} aria-labelledby="facts-debt">
        <h2 className={css.title} id="facts-debt">{t('account.debt')}</h2>
        <Balance account={account} />
        <ul className={css.services}>
          {account.services.filter((each) => each.balance !== 0).map((each) => (
            <li key={each.service}>
              <span>{t(`service.${each.service}`, { defaultValue: each.service })}</span>
              <span>{money(each.balance, account.currency)}</span>
            </li>
          ))}
        </ul>
      </section>
      <section className={css.part} aria-labelledby="facts-meters">
        <h2 className={css.title} id="facts-meters">{t('account.meters')}</h2>
        {account.meters.length === 0 && <p className={css.quiet}>{t('account.noMeters')}</p>}
        <ul className={css.meters}>
          {account.meters.map((meter) => (
            <li key={meter.id}>
              <span>
                {t(`service.${meter.service}`, { defaultValue: meter.service })}
                <span className={css.quiet}> № {meter.number}</span>
              </span>
              <span className={css.value}>
                {meter.previous === null ? t('account.noReading') : reading(meter.previous)}
                {meter.previousAt !== null && (
                  <span className={css.quiet}> · {shortDate(meter.previousAt, serverNow())}</span>
                )}
              </span>
              {meter.verificationExpired && (
                <span className={css.expired}>
                  {meter.verificationDue === null
                    ? t('account.expired')
                    : t('account.expiredOn', { date: day(meter.verificationDue) })}
                </span>
              )}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function Balance({ account }: { account: CardAccount }) {
  const { t } = useTranslation();
  if (account.balance === null) {
    return <p className={css.quiet}>{t('account.balanceWaiting')}</p>;
  }
  if (account.balance === 0) {
    return <p className={css.clear}>{t('account.noDebt')}</p>;
  }
  const owes = account.balance > 0;
  return (
    <p>
      <span className={owes ? css.owes : css.over}>{money(Math.abs(account.balance), account.currency)}</span>
      <span className={css.quiet}>
        {owes
          ? (account.debtMonths ?? 0) > 0 && ` ${t('account.months', { count: account.debtMonths ?? 0 })}`
          : ` ${t('account.overpaid')}`}
      </span>
    </p>
  );
}
