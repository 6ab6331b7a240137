import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { dateTime, day } from '../../format';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import page from '../../ui/Page.module.css';
import { VirtualTable, type Column } from '../../ui/VirtualTable';
import { getDeletions, type Deletion } from './api';
import { bytesOf } from './waves';

/** The log of deletions: nobody can change it, here it is only read. */
export function DeletionsPane() {
  const { t } = useTranslation();
  const query = useInfiniteQuery({
    queryKey: ['recordingDeletions'],
    queryFn: ({ pageParam }) => getDeletions(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
  const rows = useMemo(() => query.data?.pages.flatMap((each) => each.items) ?? [], [query.data]);
  const columns: Column<Deletion>[] = [
    { key: 'at', title: t('recordings.deletions.at'), width: '140px', cell: (row) => dateTime(row.deletedAt) },
    { key: 'recorded', title: t('recordings.at'), width: '140px', cell: (row) => dateTime(row.recordedAt) },
    { key: 'class', title: t('recordings.class'), width: '150px', cell: (row) => t(`recordings.classes.${row.class}`) },
    { key: 'kept', title: t('recordings.kept'), width: '110px', cell: (row) => day(row.keptUntil) },
    {
      key: 'rule', title: t('recordings.deletions.rule'), width: 'minmax(160px, 1fr)',
      cell: (row) => <span title={row.source}>{t('recordings.months', { count: row.months })} · {row.source}</span>,
    },
    {
      key: 'cause', title: t('recordings.deletions.cause'), width: '170px',
      cell: (row) => t(`recordings.deletions.causes.${row.cause}`),
    },
    {
      key: 'size', title: t('recordings.deletions.size'), width: '90px', right: true,
      cell: (row) => { const size = bytesOf(row.bytes); return `${size.value} ${t(`recordings.units.${size.unit}`)}`; },
    },
    {
      key: 'hash', title: 'SHA-256', width: '130px',
      cell: (row) => <code title={row.hash ?? ''}>{row.hash?.slice(0, 12) ?? '—'}</code>,
    },
  ];
  return (
    <>
      {query.isError && (
        <div className={page.bar}><Failure error={query.error} onAgain={() => void query.refetch()} /></div>
      )}
      {query.isSuccess && rows.length === 0 && (
        <Empty title={t('recordings.deletions.none')} hint={t('recordings.deletions.noneHint')} />
      )}
      {rows.length > 0 && (
        <VirtualTable label={t('recordings.deletions.title')} columns={columns} rows={rows} minWidth={1100}
          keyOf={(row) => String(row.id)}
          onEnd={() => {
            if (query.hasNextPage && !query.isFetchingNextPage) {
              void query.fetchNextPage();
            }
          }} />
      )}
    </>
  );
}
