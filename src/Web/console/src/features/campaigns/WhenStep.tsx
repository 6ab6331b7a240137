import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import field from '../../ui/Field.module.css';
import { TimeField } from '../../ui/TimeField';
import type { CampaignWish } from './api';
import type { WishFault } from './campaign';
import { Step } from './Step';
import css from './Steps.module.css';

/** When and how hard to call; the law's own hours are kept by the host whatever stands here. */
export function WhenStep({ wish, faults, onChange }: {
  wish: CampaignWish; faults: readonly WishFault[]; onChange(part: Partial<CampaignWish>): void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const time = (end: 'from' | 'to') => (
    <div className={css.short}>
      <label className={field.label} htmlFor={`${id}-${end}`}>{t(`campaigns.hours.${end}`)}</label>
      <TimeField id={`${id}-${end}`} value={wish.hours[end]} isWrong={faults.includes('hours')}
        onChange={(value) => onChange({ hours: { ...wish.hours, [end]: value } })} />
    </div>
  );
  const whole = (name: 'linesMax' | 'callsPerMinute', fault: WishFault) => (
    <div className={css.short}>
      <label className={field.label} htmlFor={`${id}-${name}`}>{t(`campaigns.${name}`)}</label>
      <input id={`${id}-${name}`} className={field.input} type="number" min={1}
        value={Number.isNaN(wish[name]) ? '' : wish[name]} aria-invalid={faults.includes(fault)}
        onChange={(event) => onChange({ [name]: event.currentTarget.valueAsNumber })} />
    </div>
  );
  return (
    <Step number={3} title={t('campaigns.when')}>
      <div className={css.row}>
        {time('from')}
        {time('to')}
        {whole('linesMax', 'lines')}
        {whole('callsPerMinute', 'pace')}
      </div>
      {faults.includes('hours') && <p className={field.error}>{t('campaigns.badHours')}</p>}
      <div className={css.row}>
        <div className={css.grow}>
          <label className={field.label} htmlFor={`${id}-name`}>{t('campaigns.name')}</label>
          <input id={`${id}-name`} className={field.input} maxLength={120} value={wish.name}
            aria-invalid={faults.includes('name')} onChange={(event) => onChange({ name: event.currentTarget.value })} />
        </div>
      </div>
      <label className={css.check}>
        <input type="checkbox" checked={wish.recurrence === 'quarterly'}
          onChange={(event) => onChange({ recurrence: event.currentTarget.checked ? 'quarterly' : 'none' })} />
        {t('campaigns.quarterly')}
      </label>
      <p className={css.quiet}>{t('campaigns.whenMeans')}</p>
    </Step>
  );
}
