import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useId, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountHit } from '../api';
import { findAccounts } from '../endpoints';
import { account as accountText } from '../format';
import field from './Field.module.css';
import { SuggestList } from './SuggestList';
import css from './SuggestList.module.css';

const QUERY_MIN = 2;

/** «гаг 14 30» Enter: one account by the beginnings of its address, by number, name or phone. */
export function AccountPicker({ label, hint, onPick }: { label: string; hint?: string; onPick(hit: AccountHit): void }) {
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const query = useDeferredValue(text.trim());
  const hits = useQuery({
    queryKey: ['accounts', query],
    queryFn: ({ signal }) => findAccounts(query, signal),
    enabled: isOpen && query.length >= QUERY_MIN,
    staleTime: 30_000,
    placeholderData: (before) => before,
  });
  const list = isOpen && query.length >= QUERY_MIN ? hits.data ?? [] : [];
  const expanded = list.length > 0;
  const take = (hit: AccountHit) => {
    setText('');
    setOpen(false);
    onPick(hit);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.code === 'ArrowDown' ? 1 : event.code === 'ArrowUp' ? -1 : 0;
    const chosen = list[at];
    if (step !== 0) {
      event.preventDefault();
      setAt((before) => (list.length === 0 ? 0 : (before + step + list.length) % list.length));
    } else if ((event.code === 'Enter' || event.code === 'NumpadEnter') && chosen !== undefined) {
      event.preventDefault();
      take(chosen);
    } else if (event.code === 'Escape' && expanded) {
      event.stopPropagation();
      setOpen(false);
    }
  };
  return (
    <div className={css.box}>
      <label className={field.label} htmlFor={id}>{label}</label>
      <input
        id={id}
        className={field.input}
        role="combobox"
        aria-expanded={expanded}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        {...(expanded ? { 'aria-activedescendant': `${id}-list-${at}` } : {})}
        autoComplete="off"
        spellCheck={false}
        placeholder={hint ?? t('ticket.addressHint')}
        value={text}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setOpen(true);
          setAt(0);
        }}
      />
      <SuggestList id={`${id}-list`} label={t('ticket.addressFound')} hits={list} at={at}
        keyOf={(hit) => hit.number} onTake={take}>
        {(hit) => (
          <>
            <span>{hit.address}</span>
            <span className={css.quiet}>{accountText(hit.number)} {hit.person}</span>
          </>
        )}
      </SuggestList>
      {isOpen && query.length >= QUERY_MIN && hits.data?.length === 0 && (
        <p className={field.hint}>{t('search.none')}</p>
      )}
      {hits.isError && <p className={field.error}>{hits.error.message}</p>}
    </div>
  );
}
