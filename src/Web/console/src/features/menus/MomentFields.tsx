import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { DateField } from '../../ui/DateField';
import field from '../../ui/Field.module.css';
import { TimeField } from '../../ui/TimeField';
import css from './Menus.module.css';

/** A day and a time of the organisation's wall, side by side. */
export function MomentFields({ label, day, time, onDay, onTime }: {
  label: string; day: string; time: string; onDay(day: string): void; onTime(time: string): void;
}) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <>
      <div className={css.short}>
        <label className={field.label} htmlFor={`${id}-day`}>{label}</label>
        <DateField id={`${id}-day`} value={day} onChange={onDay} />
      </div>
      <div className={css.short}>
        <label className={field.label} htmlFor={`${id}-time`}>{t('ivr.time')}</label>
        <TimeField id={`${id}-time`} value={time} onChange={onTime} />
      </div>
    </>
  );
}
