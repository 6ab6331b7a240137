import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { count, money } from '../../format';
import type { PaymentRegister, RowState } from './api';
import css from './RegisterPage.module.css';

/** What the file holds, in seven figures; a figure of rows shows those rows when pressed. */
export function RegisterFacts({ register, state, onState }: {
  register: PaymentRegister; state: RowState | null; onState(state: RowState | null): void;
}) {
  const { t } = useTranslation();
  const of = (own: RowState, value: number, tone: string | undefined) => (
    <button type="button" className={css.fact} aria-pressed={state === own} data-fact={own}
      disabled={register.status === 'rejected'} onClick={() => onState(state === own ? null : own)}>
      <span className={css.label}>{t(`registers.row.${own}`)}</span>
      <span className={`${css.value} ${value > 0 ? tone ?? '' : ''}`}>{count(value)}</span>
    </button>
  );
  return (
    <div className={css.facts} role="group" aria-label={t('registers.facts')}>
      <Fact label={t('registers.rows')} value={count(register.rows)} under={register.profile} />
      <Fact label={t('registers.amount')} value={money(register.amount, register.currency)}
        under={register.encoding ?? ''} />
      <Footer register={register} />
      <Fact label={t('registers.known')} value={count(register.known)} />
      {of('unidentified', register.unidentified, css.warn)}
      {of('repeated', register.repeated, css.warn)}
      {of('bad', register.bad, css.crit)}
    </div>
  );
}

function Footer({ register }: { register: PaymentRegister }) {
  const { t } = useTranslation();
  const footer = register.footer;
  if (footer === null) {
    return <Fact label={t('registers.footer')} value="—" under={t('registers.noFooter')} />;
  }
  const said = [footer.rows === null ? '' : count(footer.rows),
    footer.amount === null ? '' : money(footer.amount, register.currency)].filter(Boolean).join(' · ');
  return (
    <Fact label={t('registers.footer')} under={said}
      value={<span className={footer.matches ? css.good : css.crit}>
        {t(footer.matches ? 'registers.footerMatches' : 'registers.footerDiffers')}
      </span>} />
  );
}

function Fact({ label, value, under = '' }: { label: string; value: ReactNode; under?: string }) {
  return (
    <div className={css.fact}>
      <span className={css.label}>{label}</span>
      <span className={css.value}>{value}</span>
      <span className={css.under}>{under}</span>
    </div>
  );
}
