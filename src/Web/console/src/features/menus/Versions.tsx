import { useTranslation } from 'react-i18next';
import { dateTime } from '../../format';
import { serverNow } from '../../clock';
import { Button } from '../../ui/Button';
import { Pill } from '../../ui/Pill';
import css from './Menus.module.css';

/** What was in force and what will be; an old one can be taken up again. */
export function Versions({ versions, current, onTake }: {
  versions: readonly { version: number; effectiveFrom: string; why: string; by: string }[]; current: number;
  onTake?(version: number): void;
}) {
  const { t } = useTranslation();
  return (
    <section aria-label={t('ivr.versions')}>
      <h2 className={css.title}>{t('ivr.versions')}</h2>
      {versions.length === 0 && <p className={css.quiet}>{t('ivr.noVersions')}</p>}
      <ul className={css.versions}>
        {versions.map((each) => (
          <li key={each.version} className={css.row}>
            <b>№ {each.version}</b>
            <span>{dateTime(each.effectiveFrom)}</span>
            {each.version === current && <Pill tone="ok">{t('ivr.now')}</Pill>}
            {Date.parse(each.effectiveFrom) > serverNow() && <Pill tone="info">{t('ivr.ahead')}</Pill>}
            <span className={css.quiet}>{each.by}: {each.why}</span>
            {onTake !== undefined && each.version !== current && (
              <Button size="small" tone="quiet" onClick={() => onTake(each.version)}>{t('ivr.take')}</Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
