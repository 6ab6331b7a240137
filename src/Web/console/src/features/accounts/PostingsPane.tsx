import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dateTime, day, money } from '../../format';
import { newKey } from '../../http';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import page from '../../ui/Page.module.css';
import { Pill } from '../../ui/Pill';
import { ReasonDialog } from '../../ui/ReasonDialog';
import { VirtualTable, type Column } from '../../ui/VirtualTable';
import { useRights } from '../board/rights';
import { reversePosting, type Posting } from './api';
import { usePostings } from './useAccounts';

/** The ledger of the account as it was written; nothing is ever struck out, only taken back by another line. */
export function PostingsPane({ number }: { number: string }) {
  const { t } = useTranslation();
  const rights = useRights();
  const [asked, setAsked] = useState<Posting | null>(null);
  const query = usePostings(number);
  const rows = useMemo(() => query.data?.pages.flatMap((each) => each.items) ?? [], [query.data]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) {
      void fetchNextPage();
    }
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const columns: Column<Posting>[] = [
    { key: 'on', title: t('posting.on'), width: '88px', cell: (each) => day(each.effectiveOn) },
    {
      key: 'kind', title: t('posting.kind'), width: '112px',
      cell: (each) => t(`posting.kinds.${each.kind}`, { defaultValue: each.kind }),
    },
    {
      key: 'service', title: t('posting.service'), width: '130px',
      cell: (each) => t(`service.${each.service}`, { defaultValue: each.service }),
    },
    {
      key: 'amount', title: t('posting.amount'), width: '120px', right: true,
      cell: (each) => <b>{money(each.amount, each.currency)}</b>,
    },
    {
      key: 'reason', title: t('posting.reason'), width: 'minmax(120px, 1fr)',
      cell: (each) => <span title={each.reason}>{each.reason}</span>,
    },
    {
      key: 'by', title: t('posting.by'), width: '170px',
      cell: (each) => <span className={page.quiet} title={dateTime(each.postedAt)}>
        {each.postedBy} · {dateTime(each.postedAt)}
      </span>,
    },
    {
      key: 'act', title: t('posting.act'), width: '128px',
      cell: (each) => each.reversed ? <Pill tone="crit">{t('accounts.reversed')}</Pill>
        : rights.changesMoney && each.reverses === null && (
          <Button size="small" tone="quiet" onClick={() => setAsked(each)}>{t('posting.reverse')}</Button>
        ),
    },
  ];
  return (
    <>
      {query.isError && (
        <div className={page.bar}><Failure error={query.error} onAgain={() => void query.refetch()} /></div>
      )}
      {query.isPending && <Empty title={t('loading')} />}
      {query.isSuccess && rows.length === 0 && <Empty title={t('posting.none')} hint={t('posting.noneHint')} />}
      {rows.length > 0 && (
        <VirtualTable label={t('accounts.side.postings')} columns={columns} rows={rows} minWidth={940} onEnd={onEnd}
          keyOf={(each) => String(each.id)} />
      )}
      {asked !== null && <ReverseDialog posting={asked} onClose={() => setAsked(null)} />}
    </>
  );
}

function ReverseDialog({ posting, onClose }: { posting: Posting; onClose(): void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [key] = useState(newKey);
  const doing = useMutation({
    mutationFn: (reason: string) => reversePosting(posting.postingId, reason, key),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['accounts'] });
      onClose();
    },
  });
  return (
    <ReasonDialog title={t('posting.reverseTitle')} act={t('posting.reverse')} busy={doing.isPending}
      error={doing.error} onClose={onClose} onDo={doing.mutate}>
      <p>
        {t(`posting.kinds.${posting.kind}`, { defaultValue: posting.kind })} {day(posting.effectiveOn)}
        {' · '}{t(`service.${posting.service}`, { defaultValue: posting.service })}
        {' · '}<b>{money(posting.amount, posting.currency)}</b>
      </p>
      <p className={page.note}>{t('posting.reverseMeans')}</p>
    </ReasonDialog>
  );
}
