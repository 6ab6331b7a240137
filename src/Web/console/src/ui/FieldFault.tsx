import { useTranslation } from 'react-i18next';
import { Problem } from '../http';
import css from './Field.module.css';

/** Whether the host refused because of this field. */
export function isAtField(error: Error | null, name: string): boolean {
  return error instanceof Problem && error.field === name;
}

/** Under the field the host refused: why, or what it may be. */
export function FieldFault({ error, name }: { error: Error | null; name: string }) {
  const { t } = useTranslation();
  if (!(error instanceof Problem) || error.field !== name) {
    return null;
  }
  return <p className={css.error}>{error.allowed === null ? error.detail : t('field.allowed', { allowed: error.allowed })}</p>;
}
