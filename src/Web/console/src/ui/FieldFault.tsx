import { useTranslation } from 'react-i18next';
import { Problem } from '../http';
import css from './Field.module.css';

/** Whether the host refused because of this field. */
export function isAtField(error: Error | null, name: string): boolean {
  return error instanceof Problem && error.field === name;
}

/** The caret goes to the first field of the form that is marked as wrong, once it is marked. */
export function leadToFault(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
}

/** Under the field the host refused: why, or what it may be. */
export function FieldFault({ error, name }: { error: Error | null; name: string }) {
  const { t } = useTranslation();
  if (!(error instanceof Problem) || error.field !== name) {
    return null;
  }
  const why = error.allowed === null ? error.detail : t('field.allowed', { allowed: error.allowed });
  return <p className={css.error} data-fault={name}>{why}</p>;
}
