import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { play } from '../../sound';
import css from './LinkBanner.module.css';
import { useLinkLevel } from './LiveProvider';

/** A dead feed and a quiet shift must not look alike: amber after three seconds, red after twelve. */
export function LinkBanner() {
  const { t } = useTranslation();
  const level = useLinkLevel();
  useEffect(() => {
    if (level === 'red') {
      play('lost');
    }
  }, [level]);
  return (
    <div role="alert" className={css.place} data-link={level}>
      {level === 'amber' && <p className={`${css.banner} ${css.amber}`}>{t('link.amber')}</p>}
      {level === 'red' && <p className={`${css.banner} ${css.red}`}>{t('link.red')}</p>}
    </div>
  );
}
