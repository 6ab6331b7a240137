import { useTranslation } from 'react-i18next';
import { Empty } from '../../ui/Empty';
import { errorsCsvUrl, type PaymentRegister } from './api';
import css from './RegisterPage.module.css';

/** Why a file was refused, or which of its lines cannot be posted: the line, and what is wrong in plain words. */
export function RegisterErrors({ register }: { register: PaymentRegister }) {
  const { t } = useTranslation();
  const isRefused = register.status === 'rejected';
  if (register.errors.length === 0) {
    return isRefused ? <Empty title={t('registers.refused')} /> : null;
  }
  return (
    <section className={css.errors} data-alone={isRefused} aria-labelledby="register-errors" tabIndex={0}>
      <div className={css.errorsHead}>
        <h2 id="register-errors">{t(isRefused ? 'registers.refused' : 'registers.badLines')}</h2>
        <a href={errorsCsvUrl(register.id)} download>{t('registers.errorsCsv')}</a>
      </div>
      <ul>
        {register.errors.map((error, index) => (
          <li key={`${error.line ?? ''}-${error.code}-${index}`} className={css.error}>
            <span className={css.line}>{error.line === null || error.line === 0 ? t('registers.wholeFile')
              : t('registers.line', { line: error.line })}</span>
            <span className={css.text}>{error.text}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
