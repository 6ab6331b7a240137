import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountHit } from '../../api';
import { findAccounts } from '../../endpoints';
import { account as accountText } from '../../format';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import field from '../../ui/Field.module.css';
import page from '../../ui/Page.module.css';
import { VirtualTable, type Column } from '../../ui/VirtualTable';
import css from './AccountsPage.module.css';

const QUERY_MIN = 2;

/** «Абоненты»: one box, then the card. Enter takes the first, the arrow goes down into the list. */
export function AccountsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const list = useRef<HTMLDivElement>(null);
  const [text, setText] = useState('');
  const query = useDeferredValue(text.trim());
  const isAsked = query.length >= QUERY_MIN;
  const found = useQuery({
    queryKey: ['accounts', query],
    queryFn: ({ signal }) => findAccounts(query, signal),
    enabled: isAsked,
    staleTime: 30_000,
    placeholderData: (before) => before,
  });
  const hits = isAsked ? found.data ?? [] : [];
  const open = (hit: AccountHit | undefined) => {
    if (hit !== undefined) {
      void navigate({ to: '/accounts/$number', params: { number: hit.number } });
    }
  };
  const columns: Column<AccountHit>[] = [
    { key: 'number', title: t('accounts.number'), width: '120px', cell: (hit) => <b>{accountText(hit.number)}</b> },
    { key: 'address', title: t('ticket.address'), width: 'minmax(200px, 1.4fr)', cell: (hit) => hit.address },
    { key: 'person', title: t('accounts.person'), width: 'minmax(160px, 1fr)', cell: (hit) => hit.person },
  ];
  return (
    <main className={page.page}>
      <div className={page.head}>
        <h1 className={page.title}>{t('nav.accounts')}</h1>
        <input
          className={`${field.input} ${css.box}`}
          type="search"
          aria-label={t('accounts.search')}
          placeholder={t('accounts.searchHint')}
          autoFocus
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.code === 'Enter' || event.code === 'NumpadEnter') {
              event.preventDefault();
              open(found.isPlaceholderData ? undefined : hits[0]);
            } else if (event.code === 'ArrowDown') {
              event.preventDefault();
              list.current?.querySelector<HTMLElement>('[data-index="0"]')?.focus();
            }
          }}
        />
      </div>
      {isAsked && found.isError && (
        <div className={page.bar}><Failure error={found.error} onAgain={() => void found.refetch()} /></div>
      )}
      {!isAsked && <Empty title={t('accounts.none')} hint={t('accounts.noneHint')} />}
      {isAsked && found.isPending && <Empty title={t('loading')} />}
      {isAsked && found.isSuccess && hits.length === 0 && <Empty title={t('search.none')} hint={t('accounts.again')} />}
      {hits.length > 0 && (
        <div ref={list} className={page.page}>
          <VirtualTable label={t('nav.accounts')} columns={columns} rows={hits} keyOf={(hit: AccountHit) => hit.number}
            onOpen={(hit) => open(hit)} />
        </div>
      )}
    </main>
  );
}
