import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem, Unreachable } from '../http';
import { Button } from './Button';
import { Notice } from './Notice';

/**
 * What the host said about why it could not be done, in its own words; a dead link in ours. `atFields`: a form that
 * shows the reason at the field that is wrong is led to it; one that has no such field says the reason here.
 */
export function Failure({ error, atFields = false, onAgain }: {
  error: Error | null; atFields?: boolean; onAgain?(): void;
}) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const [isAtField, setAtField] = useState(false);
  const name = atFields && error instanceof Problem ? error.field : null;
  // Before anything is painted: only what stands in the form can be pointed at.
  useLayoutEffect(() => {
    const form = place.current?.closest('form');
    const isSaid = name !== null
      && [...form?.querySelectorAll<HTMLElement>('[data-fault]') ?? []].some((each) => each.dataset['fault'] === name);
    setAtField(isSaid);
    if (isSaid) {
      form?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
    }
  }, [name, error]);
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
