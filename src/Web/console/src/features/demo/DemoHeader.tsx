import { IconMoon, IconSun } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { LANGUAGES, useLanguage } from '../../i18n';
import { useLooks } from '../../looks';
import { Brand } from '../board/Brand';
import css from './DemoHeader.module.css';

/** The bar of a page that needs no session: where to go from here, the language, the theme. */
export function DemoHeader() {
  const { t } = useTranslation();
  const looks = useLooks();
  const [language, setLanguage] = useLanguage();
  const other = looks.scheme === 'dark' ? 'light' : 'dark';
  return (
    <header className={css.bar}>
      <Brand />
      <nav className={css.nav} aria-label={t('nav.title')}>
        <Link to="/" className={css.link}>{t('nav.board')}</Link>
        <Link to="/demo/phone" className={css.link}>{t('demo.phone.title')}</Link>
        <Link to="/demo/outbox" className={css.link}>{t('outbox.title')}</Link>
      </nav>
      <div className={css.languages} role="group" aria-label={t('demo.language')}>
        {LANGUAGES.map((each) => (
          <button
            key={each.code}
            type="button"
            lang={each.code}
            className={css.link}
            aria-pressed={each.code === language}
            onClick={() => setLanguage(each.code)}
          >
            {each.name}
          </button>
        ))}
      </div>
      <button
        type="button"
        className={css.link}
        aria-label={t(`menu.scheme.${other}`)}
        title={t(`menu.scheme.${other}`)}
        onClick={() => looks.setScheme(other)}
      >
        {other === 'dark'
          ? <IconMoon size={18} stroke={1.8} aria-hidden="true" />
          : <IconSun size={18} stroke={1.8} aria-hidden="true" />}
      </button>
    </header>
  );
}
