import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { account as accountText, money } from '../../format';
import { useShell } from '../../shell';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import field from '../../ui/Field.module.css';
import page from '../../ui/Page.module.css';
import { VirtualTable, type Column } from '../../ui/VirtualTable';
import type { UnidentifiedPayment } from './api';
import { AssignPane } from './AssignPane';
import { paidAt } from './paidAt';
import { RegistersHead } from './RegistersHead';
import css from './UnidentifiedPage.module.css';
import { useUnidentified } from './useRegisters';

/** Money without an owner: on the left what came, on the right whose it may be. */
export function UnidentifiedPage() {
  const { t } = useTranslation();
  const { session } = useShell();
  const [organisation, setOrganisation] = useState(session.organisations[0]?.code ?? '');
  const [chosenId, setChosenId] = useState<string | null>(null);
  const query = useUnidentified(organisation);
  const rows = useMemo(
    () => query.data?.pages.flatMap((each) => each.items).filter((each) => each.status === 'open') ?? [], [query.data]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) {
      void fetchNextPage();
    }
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const columns = useColumns();
  const chosen = rows.find((each) => each.id === chosenId) ?? rows[0] ?? null;
  return (
    <main className={page.page}>
      <RegistersHead>
        {session.organisations.length > 1 && (
          <select className={`${field.input} ${css.organisation}`} aria-label={t('organisation')} value={organisation}
            onChange={(event) => setOrganisation(event.currentTarget.value)}>
            {session.organisations.map((each) => <option key={each.code} value={each.code}>{each.name}</option>)}
          </select>
        )}
      </RegistersHead>
      {query.isError && (
        <div className={page.bar}><Failure error={query.error} onAgain={() => void query.refetch()} /></div>
      )}
      {query.isPending && <Empty title={t('loading')} />}
      {query.isSuccess && rows.length === 0 && !hasNextPage && (
        <Empty title={t('registers.allKnown')} hint={t('registers.allKnownHint')} />
      )}
      {chosen !== null && (
        <div className={css.columns}>
          <VirtualTable label={t('registers.unidentified')} columns={columns} rows={rows} keyOf={(row) => row.id}
            current={chosen.id} onEnd={onEnd} onOpen={(row) => {
              setChosenId(row.id);
              document.getElementById('assign-pane')?.focus();
            }} />
          <AssignPane key={chosen.id} payment={chosen} />
        </div>
      )}
    </main>
  );
}

function useColumns(): Column<UnidentifiedPayment>[] {
  const { t } = useTranslation();
  return [
    { key: 'at', title: t('registers.paidAt'), width: '132px', cell: (row) => paidAt(row) },
    {
      key: 'amount', title: t('registers.amount'), width: '120px', right: true,
      cell: (row) => <b>{money(row.amount, row.currency)}</b>,
    },
    {
      key: 'account', title: t('accounts.number'), width: '110px',
      cell: (row) => (row.accountNumber === null ? '' : accountText(row.accountNumber)),
    },
    {
      key: 'payer', title: t('registers.payer'), width: 'minmax(140px, 1fr)',
      cell: (row) => <>{row.payer} <span className={page.quiet}>{row.address}</span></>,
    },
  ];
}
