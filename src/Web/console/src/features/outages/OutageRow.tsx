import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../../clock';
import { shortDate } from '../../format';
import { Countdown } from '../../ui/Clock';
import { Pill } from '../../ui/Pill';
import type { Outage } from './outages';
import css from './OutagesPage.module.css';

const CLOCK_MS = 12 * 3_600_000;

/** What is off, where and for how long, in two lines. */
export function OutageRow({ outage, chosen, onChoose }: {
  outage: Outage; chosen: boolean; onChoose(outage: Outage): void;
}) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className={css.row}
      aria-current={chosen ? 'true' : undefined}
      tabIndex={chosen ? 0 : -1}
      data-outage={outage.id}
      onClick={() => onChoose(outage)}
    >
      <span className={css.line}>
        <b className={css.services}>{servicesText(outage, t)}</b>
        <span className={css.number}>№ {outage.number}</span>
        {outage.kind === 'planned' && <Pill>{t('outages.kinds.planned')}</Pill>}
        <span className={css.term}><Term outage={outage} /></span>
      </span>
      <span className={css.line}>
        <span className={css.where}>{housesText(outage, t)}</span>
        <span className={css.counts}>{t('outages.heardShort', { heard: outage.heard, want: outage.wantCall })}</span>
      </span>
    </button>
  );
}

export function servicesText(outage: Outage, t: TFunction): string {
  return outage.services.map((each) => t(`service.${each}`, { defaultValue: each })).join(', ');
}

export function housesText(outage: Outage, t: TFunction): string {
  const [first, ...rest] = outage.houses;
  return first === undefined ? '' : rest.length === 0
    ? first.address
    : t('outages.housesMore', { first: first.address, count: rest.length });
}

/** Until when: a running clock while it is near, a date otherwise, and an honest word when nobody knows. */
export function Term({ outage }: { outage: Outage }) {
  const { t } = useTranslation();
  if (outage.closedAt !== null) {
    return <>{t('outages.closedAt', { time: shortDate(outage.closedAt, serverNow()) })}</>;
  }
  if (Date.parse(outage.startsAt) > serverNow()) {
    return <>{t('outages.fromTime', { time: shortDate(outage.startsAt, serverNow()) })}</>;
  }
  if (outage.plannedUntil === null) {
    return <>{t('outages.termUnknown')}</>;
  }
  return Math.abs(Date.parse(outage.plannedUntil) - serverNow()) < CLOCK_MS
    ? <Countdown dueAt={outage.plannedUntil} />
    : <>{t('outage.until', { time: shortDate(outage.plannedUntil, serverNow()) })}</>;
}
