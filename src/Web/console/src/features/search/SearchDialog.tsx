import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useId, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { findAccounts } from '../../endpoints';
import { account as accountText } from '../../format';
import { useLooks } from '../../looks';
import { useShell } from '../../shell';
import { Dialog } from '../../ui/Dialog';
import field from '../../ui/Field.module.css';
import { homeOf, keyCap, sectionsFor } from '../board/sections';
import { useDesk } from '../call/desk';
import { changeDraft, NO_CALL } from '../tickets/drafts';
import { focusText } from '../tickets/focus';
import css from './SearchDialog.module.css';

interface Found {
  id: string;
  kind: string;
  label: string;
  detail: string;
  act(): void;
}

const QUERY_MIN = 2;

/** One box for flats, accounts, phones, ticket numbers and commands. */
export function SearchDialog({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('search.title')} opened={opened} onClose={onClose} closeLabel={t('close')} size="38rem">
      <SearchBox onClose={onClose} />
    </Dialog>
  );
}

function SearchBox({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const listId = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const found = useFound(text.trim());

  const run = (item: Found | undefined) => {
    if (item !== undefined) {
      onClose();
      item.act();
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.code === 'ArrowDown' ? 1 : event.code === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setAt((before) => (found.length === 0 ? 0 : (before + step + found.length) % found.length));
    } else if (event.code === 'Enter' || event.code === 'NumpadEnter') {
      event.preventDefault();
      run(found[at]);
    }
  };

  return (
    <>
      <input
        className={field.input}
        role="combobox"
        aria-label={t('search.title')}
        aria-expanded={found.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        {...(found.length > 0 ? { 'aria-activedescendant': `${listId}-${at}` } : {})}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        placeholder={t('search.open')}
        value={text}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
      />
      <ul id={listId} role="listbox" aria-label={t('search.results')} className={css.list}>
        {found.map((item, index) => (
          <li
            key={item.id}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === at}
            className={`${css.option} ${index === at ? css.at : ''}`}
            onClick={() => run(item)}
          >
            <span className={css.kind}>{item.kind}</span>
            <span className={css.label}>{item.label}</span>
            <span className={css.detail}>{item.detail}</span>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className={css.none}>{t('search.none')}</p>}
    </>
  );
}

function useFound(text: string): Found[] {
  const { t } = useTranslation();
  const query = useDeferredValue(text);
  const navigate = useNavigate();
  const commands = useCommands();
  const { held } = useDesk();
  const hasDesk = homeOf(useShell().session.role) === '/';
  const accounts = useQuery({
    queryKey: ['accounts', query],
    queryFn: ({ signal }) => findAccounts(query, signal),
    enabled: query.length >= QUERY_MIN,
    staleTime: 30_000,
    placeholderData: (before) => before,
  });

  const flats = query.length < QUERY_MIN ? [] : (accounts.data ?? []).map((hit): Found => ({
    id: hit.number,
    kind: t('search.flat'),
    label: hit.address,
    detail: [accountText(hit.number), hit.person].filter(Boolean).join(' · '),
    act: () => {
      if (!hasDesk) {
        void navigate({ to: '/accounts/$number', params: { number: hit.number } });
        return;
      }
      changeDraft(held?.callId ?? NO_CALL, { account: { number: hit.number, address: hit.address } });
      void navigate({ to: '/' }).then(focusText);
    },
  }));
  const cards = hasDesk && /^\d{6,}$/.test(text) ? flats.slice(0, 3).map((flat): Found => ({
    ...flat,
    id: `card-${flat.id}`,
    kind: t('search.card'),
    act: () => void navigate({ to: '/accounts/$number', params: { number: flat.id } }),
  })) : [];
  const numbered = /^\d{3,10}$/.test(text) ? [{
    id: `ticket-${text}`,
    kind: t('search.ticket'),
    label: `№ ${text}`,
    detail: '',
    act: () => void navigate({ to: '/tickets', search: { number: Number(text) } }),
  }] : [];
  const lower = text.toLowerCase();
  return [...numbered, ...flats, ...cards, ...commands.filter((each) => each.label.toLowerCase().includes(lower))];
}

function useCommands(): Found[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const looks = useLooks();
  const { openPhone, session } = useShell();
  const other = looks.scheme === 'dark' ? 'light' : 'dark';
  const kind = t('search.command');
  return [
    ...sectionsFor(session.role).map((section): Found => ({
      id: section.path,
      kind,
      label: t(section.label),
      detail: section.code === undefined ? '' : keyCap(section.code),
      act: () => void navigate({ to: section.path }),
    })),
    { id: 'scheme', kind, label: t(`menu.scheme.${other}`), detail: '', act: () => looks.setScheme(other) },
    { id: 'phone', kind, label: t('menu.phone'), detail: '', act: openPhone },
  ];
}
