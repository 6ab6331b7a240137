import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import page from '../../ui/Page.module.css';
import tabs from '../../ui/Tabs.module.css';

/** The two lists of payments: the files as they came, and what of them nobody could be found for. */
export function RegistersHead({ children }: { children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className={page.head}>
      <h1 className={page.title}>{t('nav.registers')}</h1>
      <nav className={tabs.tabs} aria-label={t('nav.registers')}>
        <Link to="/registers" className={tabs.tab} activeOptions={{ exact: true }}>{t('registers.files')}</Link>
        <Link to="/registers/unidentified" className={tabs.tab}>{t('registers.unidentified')}</Link>
      </nav>
      <div className={page.actions}>{children}</div>
    </div>
  );
}
