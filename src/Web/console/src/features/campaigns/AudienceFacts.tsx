import { useTranslation } from 'react-i18next';
import { count, money } from '../../format';
import type { Preview } from './api';
import { excludedOf } from './campaign';
import css from './Steps.module.css';

/** How many will be called, what they owe together, and who is left out and why. */
export function AudienceFacts({ preview, isStale = false }: { preview: Preview; isStale?: boolean }) {
  const { t } = useTranslation();
  const audience = preview.audience;
  if (audience === undefined) {
    return null;
  }
  const excluded = excludedOf(preview);
  return (
    <div className={isStale ? css.stale : ''} data-audience={audience.selected}>
      <p className={css.selected}>
        {t('campaigns.selected', { count: audience.selected, number: count(audience.selected) })}
        {' · '}{money(audience.sum, audience.currency)}
      </p>
      {excluded.length > 0 && (
        <ul className={css.excluded} aria-label={t('campaigns.excluded')}>
          <li>{t('campaigns.excluded')}:</li>
          {excluded.map((each) => (
            <li key={each.reason}>
              {t(`campaigns.reason.${each.reason}`, { defaultValue: each.reason })} <b>{count(each.count)}</b>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
