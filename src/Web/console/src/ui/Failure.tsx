import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem, Unreachable } from '../http';
import { Button } from './Button';
import { Notice } from './Notice';

/**
 * What the host said about why it could not be done, in its own words; a dead link in ours. `atFields`: the form shows
 * the reason at the field that is wrong, which is led to.
 */
export function Failure({ error, atFields = false, onAgain }: {
  error: Error | null; atFields?: boolean; onAgain?(): void;
}) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const isAtField = atFields && error instanceof Problem && error.field !== null;
  useEffect(() => {
    if (isAtField) {
      place.current?.closest('form')?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
    }
  }, [isAtField, error]);
  if (error === null) {
    return null;
  }
  const said = error instanceof Problem
    ? sentences(error.title, isAtField ? t('field.look') : error.detail) || t('error.unknown')
    : t(error instanceof Unreachable ? 'error.unreachable' : 'error.unknown');
  return (
    <div ref={place}>
      <Notice tone="error">
        {said}
        {onAgain !== undefined && <Button size="small" onClick={onAgain}>{t('again')}</Button>}
      </Notice>
    </div>
  );
}

function sentences(...parts: (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '')
    .map((part, at, all) => (at < all.length - 1 && !/[.!?…]$/.test(part ?? '') ? `${part}.` : part)).join(' ');
}
