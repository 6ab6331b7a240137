import { useTranslation } from 'react-i18next';
import type { OutageNotice } from '../../api';
import { dateTime } from '../../format';
import css from './OutageBand.module.css';

/** The only violet thing on the screen: this house is switched off, and until when. */
export function OutageBand({ outage }: { outage: OutageNotice }) {
  const { t } = useTranslation();
  const title = outage.number === undefined ? t('outage.title') : t('outage.numbered', { number: outage.number });
  return (
    <section className={css.band} aria-label={title}>
      <b className={css.title}>{title}</b>
      <p>
        {t(`service.${outage.resource}`, { defaultValue: outage.resource })}
        {outage.until !== null && ` · ${t('outage.until', { time: dateTime(outage.until) })}`}
        {outage.text !== '' && ` · ${outage.text}`}
      </p>
    </section>
  );
}
