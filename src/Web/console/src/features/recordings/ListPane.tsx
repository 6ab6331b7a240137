import { IconDownload, IconLock } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getPhones } from '../../endpoints';
import { clock, day, dateTime, phone } from '../../format';
import { useShell } from '../../shell';
import { Button } from '../../ui/Button';
import buttons from '../../ui/Button.module.css';
import { DateField } from '../../ui/DateField';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import field from '../../ui/Field.module.css';
import page from '../../ui/Page.module.css';
import { Pill } from '../../ui/Pill';
import { VirtualTable, type Column } from '../../ui/VirtualTable';
import { useRights } from '../board/rights';
import { CLASSES, downloadUrl, getRecordings, type Recording, type RecordingFilter } from './api';
import { HoldDialog } from './HoldDialog';
import css from './Recordings.module.css';
import { WavePlayer } from './WavePlayer';

const NOTHING: RecordingFilter = {
  from: '', to: '', phone: '', organisation: '', class: '', extension: '', held: false,
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
      {query.isSuccess && rows.length === 0 && (
        <Empty title={t('recordings.none')} hint={t('recordings.noneHint')} />
      )}
      {rows.length > 0 && (
        <VirtualTable label={t('recordings.title')} columns={columns} rows={rows} keyOf={(row) => row.id}
          current={open?.id ?? null} minWidth={980} onOpen={(row) => setOpen(row)}
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

function Filters({ filter, onChange }: { filter: RecordingFilter; onChange(part: Partial<RecordingFilter>): void }) {
  const { t } = useTranslation();
  const { session } = useShell();
  const phones = useQuery({ queryKey: ['phones'], queryFn: getPhones, staleTime: 60_000 });
  return (
    <div className={css.filters}>
      <div>
        <label className={field.label} htmlFor="rec-from">{t('recordings.from')}</label>
        <DateField id="rec-from" value={filter.from} onChange={(from) => onChange({ from })} />
      </div>
      <div>
        <label className={field.label} htmlFor="rec-to">{t('recordings.to')}</label>
        <DateField id="rec-to" value={filter.to} onChange={(to) => onChange({ to })} />
      </div>
      <div>
        <label className={field.label} htmlFor="rec-phone">{t('recordings.phone')}</label>
        <input id="rec-phone" className={field.input} inputMode="tel" value={filter.phone}
          onChange={(event) => onChange({ phone: event.currentTarget.value })} />
      </div>
      {session.organisations.length > 1 && (
        <Choice id="rec-organisation" label={t('recordings.organisation')} value={filter.organisation}
          options={session.organisations.map((each) => [each.code, each.name])}
          onChange={(organisation) => onChange({ organisation })} />
      )}
      <Choice id="rec-class" label={t('recordings.class')} value={filter.class}
        options={CLASSES.map((each) => [each, t(`recordings.classes.${each}`)])}
        onChange={(value) => onChange({ class: value })} />
      <Choice id="rec-person" label={t('recordings.person')} value={filter.extension}
        options={(phones.data ?? []).filter((each) => each.user !== null)
          .map((each) => [each.extension, `${each.user ?? ''} (${each.extension})`])}
        onChange={(extension) => onChange({ extension })} />
      <label className={css.check}>
        <input type="checkbox" checked={filter.held}
          onChange={(event) => onChange({ held: event.currentTarget.checked })} />
        {t('recordings.onlyHeld')}
      </label>
    </div>
  );
}

function Choice({ id, label, value, options, onChange }: {
  id: string; label: string; value: string; options: [string, string][]; onChange(value: string): void;
}) {
  const { t } = useTranslation();
  return (
    <div>
      <label className={field.label} htmlFor={id}>{label}</label>
      <select id={id} className={field.input} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">{t('recordings.any')}</option>
        {options.map(([code, name]) => <option key={code} value={code}>{name}</option>)}
      </select>
    </div>
  );
}

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
      key: 'kept', title: t('recordings.kept'), width: '150px',
      cell: (row) => (row.holdId !== null ? <Pill tone="info">{t('recordings.held')}</Pill>
        : row.keptUntil === null ? '' : t('recordings.until', { day: day(row.keptUntil) })),
    },
    {
      key: 'partial', title: '', width: '130px',
      cell: (row) => row.partialReason !== null && (
        <span title={row.partialReason}><Pill tone="warn">{t('recordings.partial')}</Pill></span>
      ),
    },
  ];
}
