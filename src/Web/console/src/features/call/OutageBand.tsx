import { Link } from '@tanstack/react-router';
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
      <div>
        <p>
          {(outage.services ?? [outage.resource])
            .map((each) => t(`service.${each}`, { defaultValue: each })).join(', ')}
          {outage.until !== null && ` · ${t('outage.until', { time: dateTime(outage.until) })}`}
          {outage.heard !== undefined && outage.heard > 0 && ` · ${t('outages.heardCount', { count: outage.heard })}`}
        </p>
        {outage.text !== '' && <p>{outage.text}</p>}
      </div>
      <Link to="/outages" search={{ id: outage.id }}>{t('outages.open')}</Link>
    </section>
  );
}
