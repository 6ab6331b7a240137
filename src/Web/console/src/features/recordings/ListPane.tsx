import { IconDownload, IconLock } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { clock, day, dateTime, phone } from '../../format';
import { Button } from '../../ui/Button';
import buttons from '../../ui/Button.module.css';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import page from '../../ui/Page.module.css';
import { Pill } from '../../ui/Pill';
import { VirtualTable, type Column } from '../../ui/VirtualTable';
import { useRights } from '../board/rights';
import { downloadUrl, getRecordings, type Recording, type RecordingFilter } from './api';
import { Filters } from './Filters';
import { HoldDialog } from './HoldDialog';
import { reasonOf } from './reasons';
import { WavePlayer } from './WavePlayer';

const NOTHING: RecordingFilter = {
  from: '', to: '', phone: '', organisation: '', class: '', extension: '', held: false, words: '', duration: '',
  rating: '', withoutTicket: false,
};

/** The recordings there are; the one that is open plays below them. */
export function ListPane() {
  const { t } = useTranslation();
  const { holdsRecordings } = useRights();
  const [filter, setFilter] = useState(NOTHING);
  const [open, setOpen] = useState<Recording | null>(null);
  const [holding, setHolding] = useState<Recording | null>(null);
  const query = useInfiniteQuery({
    queryKey: ['recordings', filter],
    queryFn: ({ pageParam }) => getRecordings(filter, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => query.data?.pages.flatMap((each) => each.items) ?? [], [query.data]);
  const columns = useColumns();
  return (
    <>
      <Filters filter={filter} onChange={(part) => setFilter((before) => ({ ...before, ...part }))} />
      {query.isError && (
        <div className={page.bar}><Failure error={query.error} onAgain={() => void query.refetch()} /></div>
      )}
      {query.isPending && <Empty title={t('loading')} />}
      {query.isSuccess && rows.length === 0 && !query.hasNextPage && (
        <Empty title={t('recordings.none')} hint={t('recordings.noneHint')} />
      )}
      {query.isSuccess && rows.length === 0 && query.hasNextPage && (
        <div className={page.bar}>
          {t('recordings.moreHint')}{' '}
          <Button size="small" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('recordings.more')}
          </Button>
        </div>
      )}
      {rows.length > 0 && (
        <VirtualTable label={t('recordings.title')} columns={columns} rows={rows} keyOf={(row) => row.id}
          current={open?.id ?? null} minWidth={1090} onOpen={(row) => setOpen(row)}
          onEnd={() => {
            if (query.hasNextPage && !query.isFetchingNextPage) {
              void query.fetchNextPage();
            }
          }} />
      )}
      {open !== null && (
        <WavePlayer key={open.id} id={open.id} title={nameOf(open)}>
          {holdsRecordings && (
            <>
              <Button size="small" onClick={() => setHolding(open)}>
                <IconLock size={14} aria-hidden="true" /> {t('recordings.hold')}
              </Button>{' '}
              <a className={`${buttons.button} ${buttons.small}`} href={downloadUrl(open.id)} download>
                <IconDownload size={14} aria-hidden="true" /> {t('recordings.download')}
              </a>
            </>
          )}
        </WavePlayer>
      )}
      {holding !== null && <HoldDialog recording={holding} onClose={() => setHolding(null)} />}
    </>
  );
}

const nameOf = (row: Recording) => [
  dateTime(row.startedAt), row.phone === null ? null : phone(row.phone), row.person ?? row.extension,
].filter(Boolean).join(' · ');

function useColumns(): Column<Recording>[] {
  const { t } = useTranslation();
  return [
    { key: 'at', title: t('recordings.at'), width: '140px', cell: (row) => dateTime(row.startedAt) },
    {
      key: 'phone', title: t('recordings.phone'), width: '170px',
      cell: (row) => (row.phone === null ? <span className={page.quiet}>{t('recordings.withheld')}</span>
        : phone(row.phone)),
    },
    {
      key: 'person', title: t('recordings.person'), width: 'minmax(140px, 1fr)',
      cell: (row) => row.person ?? row.extension ?? <span className={page.quiet}>{t('recordings.robot')}</span>,
    },
    { key: 'class', title: t('recordings.class'), width: '150px', cell: (row) => t(`recordings.classes.${row.class}`) },
    {
      key: 'length', title: t('recordings.length'), width: '80px', right: true,
      cell: (row) => (row.endedAt === null ? '…'
        : clock(Math.round((Date.parse(row.endedAt) - Date.parse(row.startedAt)) / 1000))),
    },
    {
      key: 'ticket', title: t('recordings.ticket'), width: '110px',
      cell: (row) => row.tickets.map((each) => (
        <Link key={each.id} to="/tickets/$id" params={{ id: each.id }} onClick={(event) => event.stopPropagation()}>
          № {each.number}{each.rating === null ? '' : ` ★${each.rating}`}{' '}
        </Link>
      )),
    },
    {
      key: 'kept', title: t('recordings.kept'), width: '150px',
      cell: (row) => (row.holdId !== null ? <Pill tone="info">{t('recordings.held')}</Pill>
        : row.keptUntil === null ? '' : t('recordings.until', { day: day(row.keptUntil) })),
    },
    {
      key: 'partial', title: '', width: '130px',
      cell: (row) => row.partialReason !== null && (
        <span title={reasonOf(row.partialReason, t)}><Pill tone="warn">{t('recordings.partial')}</Pill></span>
      ),
    },
  ];
}
