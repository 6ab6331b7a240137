import { useMutation, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useId, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountHit, CallCard } from '../../api';
import { account as accountText, phone } from '../../format';
import { findAccounts, linkAccount } from '../../endpoints';
import { Button } from '../../ui/Button';
import field from '../../ui/Field.module.css';
import { SuggestList } from '../../ui/SuggestList';
import suggest from '../../ui/SuggestList.module.css';
import { farNumber } from '../board/boardState';
import css from './AddressField.module.css';
import type { Draft } from './drafts';
import { focusText } from './focus';

interface Props {
  id: string;
  call: CallCard | null;
  draft: Draft;
  onChange(part: Partial<Draft>): void;
}

const QUERY_MIN = 2;

/** «гаг 14 30» Enter: the flat is found by the beginnings of street, house and flat, or by account or phone. */
export function AddressField({ id, call, draft, onChange }: Props) {
  const { t } = useTranslation();
  const listId = useId();
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const query = useDeferredValue(draft.address.trim());
  const hits = useQuery({
    queryKey: ['accounts', query],
    queryFn: ({ signal }) => findAccounts(query, signal),
    enabled: open && query.length >= QUERY_MIN && draft.account === null,
    staleTime: 30_000,
    placeholderData: (before) => before,
  });
  const list = open && query.length >= QUERY_MIN ? hits.data ?? [] : [];

  const linking = useMutation({
    mutationFn: (to: { callId: string; number: string }) => linkAccount(to.callId, to.number, draft.remember),
  });

  const take = (hit: AccountHit) => {
    onChange({ account: { number: hit.number, address: hit.address }, address: '', title: hit.person ?? '' });
    setOpen(false);
    if (call !== null) {
      linking.mutate({ callId: call.callId, number: hit.number });
    }
    focusText();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.code === 'ArrowDown' || event.code === 'ArrowUp') {
      event.preventDefault();
      const step = event.code === 'ArrowDown' ? 1 : -1;
      setAt((before) => (list.length === 0 ? 0 : (before + step + list.length) % list.length));
    } else if (event.code === 'Enter' && !event.ctrlKey && list[at] !== undefined) {
      event.preventDefault();
      take(list[at]);
    } else if (event.code === 'Escape') {
      setOpen(false);
    }
  };

  if (draft.account !== null) {
    return (
      <div>
        <span className={field.label}>{t('ticket.address')}</span>
        <p className={css.chosen}>
          <span>
            {draft.account.address}
            <span className={suggest.quiet}> · {t('account.short', { number: accountText(draft.account.number) })}</span>
          </span>
          <Button size="small" onClick={() => onChange({ account: null })}>{t('ticket.changeAddress')}</Button>
        </p>
        {linking.isError && <p className={field.error} role="alert">{t('ticket.linkFailed')}</p>}
      </div>
    );
  }

  const expanded = list.length > 0;
  return (
    <div className={suggest.box}>
      <label className={field.label} htmlFor={id}>{t('ticket.address')}</label>
      <input
        id={id}
        className={field.input}
        role="combobox"
        aria-expanded={expanded}
        aria-controls={listId}
        aria-autocomplete="list"
        {...(expanded ? { 'aria-activedescendant': `${listId}-${at}` } : {})}
        autoComplete="off"
        spellCheck={false}
        placeholder={t('ticket.addressHint')}
        value={draft.address}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          onChange({ address: event.currentTarget.value });
          setOpen(true);
          setAt(0);
        }}
      />
      <SuggestList id={listId} label={t('ticket.addressFound')} hits={list} at={at} keyOf={(hit) => hit.number}
        onTake={take}>
        {(hit) => (
          <>
            <span>{hit.address}</span>
            <span className={suggest.quiet}>{accountText(hit.number)} {hit.person}</span>
          </>
        )}
      </SuggestList>
      {open && query.length >= QUERY_MIN && hits.data?.length === 0 && (
        <p className={field.hint}>{t('ticket.addressNone')}</p>
      )}
      {hits.isError && <p className={field.error}>{t('ticket.addressFailed')}</p>}
      {call !== null && (
        <label className={css.remember}>
          <input
            type="checkbox"
            checked={draft.remember}
            onChange={(event) => onChange({ remember: event.currentTarget.checked })}
          />
          {t('ticket.remember', { phone: phone(farNumber(call)) })}
        </label>
      )}
    </div>
  );
}
