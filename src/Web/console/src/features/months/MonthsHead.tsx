import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useShell } from '../../shell';
import field from '../../ui/Field.module.css';
import page from '../../ui/Page.module.css';
import tabs from '../../ui/Tabs.module.css';
import css from './MonthsPage.module.css';

/** The months and the prices they are charged by; both of one organisation. */
export function MonthsHead({ organisation, onOrganisation, children }: {
  organisation: string; onOrganisation(code: string): void; children?: ReactNode;
}) {
  const { t } = useTranslation();
  const { session } = useShell();
  return (
    <div className={page.head}>
      <h1 className={page.title}>{t('nav.months')}</h1>
      <nav className={tabs.tabs} aria-label={t('nav.months')}>
        <Link to="/months" className={tabs.tab} activeOptions={{ exact: true }}>{t('months.title')}</Link>
        <Link to="/months/tariffs" className={tabs.tab}>{t('months.tariffs')}</Link>
      </nav>
      <div className={page.actions}>
        {session.organisations.length > 1 && (
          <select className={`${field.input} ${css.organisation}`} aria-label={t('organisation')} value={organisation}
            onChange={(event) => onOrganisation(event.currentTarget.value)}>
            {session.organisations.map((each) => <option key={each.code} value={each.code}>{each.name}</option>)}
          </select>
        )}
        {children}
      </div>
    </div>
  );
}
