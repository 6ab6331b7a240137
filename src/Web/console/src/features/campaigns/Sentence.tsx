import { useTranslation } from 'react-i18next';
import { serverNow } from '../../clock';
import { count, day, timeOfDay } from '../../format';
import type { Preview } from './api';
import { linesKept } from './campaign';
import css from './Steps.module.css';

/** «1 248 абонентов, 9 линий из 12 останутся для жителей, закончим к 17:40»: what a start means, in one line. */
export function Sentence({ preview }: { preview: Preview }) {
  const { t } = useTranslation();
  const { audience, lines, estimatedEnd } = preview;
  const parts: string[] = [];
  if (audience !== undefined) {
    parts.push(t('campaigns.selected', { count: audience.selected, number: count(audience.selected) }));
  }
  if (lines !== undefined) {
    const { kept, all } = linesKept(lines);
    parts.push(t('campaigns.linesKept', { count: kept, all }));
  }
  if (estimatedEnd != null) {
    const isToday = new Date(estimatedEnd).toDateString() === new Date(serverNow()).toDateString();
    parts.push(isToday ? t('campaigns.endsAt', { time: timeOfDay(estimatedEnd) })
      : t('campaigns.endsOn', { date: day(estimatedEnd).slice(0, 5), time: timeOfDay(estimatedEnd) }));
  }
  return <p className={css.sentence} data-sentence aria-live="polite">{parts.join(', ')}</p>;
}
