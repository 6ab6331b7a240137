import { useTranslation } from 'react-i18next';
import { Problem, Unreachable } from '../http';
import { Button } from './Button';
import { Notice } from './Notice';

/** What the host said about why it could not be done, in its own words; a dead link in ours. */
export function Failure({ error, onAgain }: { error: Error | null; onAgain?(): void }) {
  const { t } = useTranslation();
  if (error === null) {
    return null;
  }
  const said = error instanceof Problem
    ? [error.title, error.detail].filter(Boolean).join(' ') || t('error.unknown')
    : t(error instanceof Unreachable ? 'error.unreachable' : 'error.unknown');
  return (
    <Notice tone="error">
      {said}
      {onAgain !== undefined && <Button size="small" onClick={onAgain}>{t('again')}</Button>}
    </Notice>
  );
}
