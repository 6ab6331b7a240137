import { useTranslation } from 'react-i18next';
import { serverNow } from '../../clock';
import { ChipRow } from '../../ui/ChipRow';
import field from '../../ui/Field.module.css';
import css from './TermChips.module.css';
import { termAfter } from './plan';

const HOURS = [1, 2, 4, 8, 24] as const;
const UNKNOWN = 'unknown';
const OWN = 'own';

/** When it will be back: a usual term by a digit, a moment of one's own, or honestly not known. */
export function TermChips({ value, onChange }: { value: string; onChange(value: string): void }) {
  const { t } = useTranslation();
  const terms = HOURS.map((hours) => ({
    value: termAfter(hours, serverNow()), label: t('outages.inHours', { count: hours }),
  }));
  const own = value !== '' && !terms.some((term) => term.value === value);
  return (
    <div>
      <span className={field.label}>{t('outages.until')}</span>
      <div className={css.row}>
        <ChipRow
          label={t('outages.until')}
          numbered
          chips={[...terms, { value: UNKNOWN, label: t('outages.termUnknown') }]}
          value={value === '' ? UNKNOWN : own ? OWN : value}
          onPick={(picked) => onChange(picked === UNKNOWN ? '' : picked)}
        />
        <input
          type="datetime-local"
          className={`${field.input} ${css.own}`}
          aria-label={t('outages.untilExact')}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      </div>
    </div>
  );
}
