import { useTranslation } from 'react-i18next';
import css from './Brand.module.css';

export function Brand() {
  const { t } = useTranslation();
  return (
    <span className={css.brand}>
      <svg className={css.mark} viewBox="0 0 20 20" aria-hidden="true">
        <path d="M3 16.500V8l7-5 7 5v8.500" />
        <path d="M7.5 9.8c.2 3 1.9 4.7 4.9 4.9l1-1.5-1.9-1.2-.9.7a4 4 0 0 1-1.3-1.3l.7-.9L8.800 9z" />
      </svg>
      <span className={css.name}>{t('brand')}</span>
    </span>
  );
}
