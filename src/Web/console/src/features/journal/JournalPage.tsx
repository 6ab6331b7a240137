import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../../clock';
import { Button } from '../../ui/Button';
import buttons from '../../ui/Button.module.css';
import { ChipRow } from '../../ui/ChipRow';
import { DateField } from '../../ui/DateField';
import { Empty } from '../../ui/Empty';
import field from '../../ui/Field.module.css';
import { Notice } from '../../ui/Notice';
import page from '../../ui/Page.module.css';
import { useShell } from '../../shell';
import { HousePicker } from '../outages/HousePicker';
import type { House } from '../outages/outages';
import { dayText, monthStart } from '../polls/polls';
import { getJournal, STATUSES, TERMS, xlsxUrl, type JournalFilter } from './journal';
import css from './Journal.module.css';
import { JournalTable } from './JournalTable';

const TERM_CHIPS = ['', ...TERMS];

/** «Журнал»: the legal journal by house, period, status and term; what is seen is what goes into the Excel file. */
export function JournalPage() {
  const { t } = useTranslation();
  const { session } = useShell();
  const [houses, setHouses] = useState<House[]>([]);
  const [chosen, setChosen] = useState(() => ({
    organisation: session.organisations[0]?.code ?? '', from: monthStart(serverNow()),
    to: dayText(new Date(serverNow())), status: '', term: '',
  }));
  const change = (part: Partial<typeof chosen>) => setChosen((before) => ({ ...before, ...part }));
  const filter = useMemo<JournalFilter>(() => ({ ...chosen, houseId: houses[0]?.id ?? '' }), [chosen, houses]);
  const query = useInfiniteQuery({
    queryKey: ['journal', filter],
    queryFn: ({ pageParam }) => getJournal(filter, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
  const rows = useMemo(() => query.data?.pages.flatMap((each) => each.items) ?? [], [query.data]);
  const news = useNews(query.dataUpdatedAt);

  return (
    <main className={page.page}>
      <div className={css.head}>
        <h1 className={page.title}>{t('journal.title')}</h1>
        {session.organisations.length > 1 && (
          <ChipRow
            label={t('outages.organisation')}
            value={chosen.organisation}
            chips={session.organisations.map((each) => ({ value: each.code, label: each.name }))}
            onPick={(organisation) => {
              change({ organisation });
              setHouses([]);
            }}
          />
        )}
        <span className={css.file}>
          {news && (
            <Button size="small" onClick={() => void query.refetch()}>{t('journal.refresh')}</Button>
          )}
          <a className={buttons.button} href={xlsxUrl(filter)} download data-xlsx>{t('journal.xlsx')}</a>
        </span>
      </div>
      <div className={css.filters}>
        <div className={css.house}>
          <HousePicker
            organisation={chosen.organisation}
            houses={houses}
            label={t('journal.house')}
            single
            onChange={setHouses}
          />
        </div>
        <Day id="journal-from" label={t('journal.from')} value={chosen.from} onChange={(from) => change({ from })} />
        <Day id="journal-to" label={t('journal.to')} value={chosen.to} onChange={(to) => change({ to })} />
        <div>
          <label className={field.label} htmlFor="journal-status">{t('journal.status')}</label>
          <select
            id="journal-status"
            className={field.input}
            value={chosen.status}
            onChange={(event) => change({ status: event.currentTarget.value })}
          >
            <option value="">{t('journal.any')}</option>
            {STATUSES.map((each) => <option key={each} value={each}>{t(`status.${each}`)}</option>)}
          </select>
        </div>
        <div>
          <span className={field.label}>{t('journal.term')}</span>
          <div className={css.chips}>
            <ChipRow
              label={t('journal.term')}
              value={chosen.term}
              chips={TERM_CHIPS.map((each) => ({ value: each, label: t(`journal.terms.${each === '' ? 'any' : each}`) }))}
              onPick={(term) => change({ term })}
            />
          </div>
        </div>
      </div>
      {query.isError && (
        <div className={page.bar}>
          <Notice tone="error">
            {query.error.message}
            <Button size="small" onClick={() => void query.refetch()}>{t('again')}</Button>
          </Notice>
        </div>
      )}
      {query.isPending && <Empty title={t('loading')} />}
      {query.isSuccess && rows.length === 0 && <Empty title={t('journal.none')} hint={t('journal.noneHint')} />}
      {rows.length > 0 && (
        <JournalTable
          rows={rows}
          complete={!query.hasNextPage}
          onEnd={() => {
            if (query.hasNextPage && !query.isFetchingNextPage) {
              void query.fetchNextPage();
            }
          }}
        />
      )}
    </main>
  );
}

/**
 * Whether tickets have changed since the rows were read. They are not read again by themselves: an inspector's place
 * among a hundred thousand rows is not taken away.
 */
function useNews(readAt: number): boolean {
  const pulse = useQuery({ queryKey: ['tickets', 'pulse'], queryFn: () => Date.now(), staleTime: Infinity });
  return readAt > 0 && (pulse.data ?? 0) > readAt;
}

/** The journal always has a period: a day that is being typed changes nothing until it is one. */
function Day({ id, label, value, onChange }: {
  id: string; label: string; value: string; onChange(value: string): void;
}) {
  return (
    <div className={css.day}>
      <label className={field.label} htmlFor={id}>{label}</label>
      <DateField id={id} value={value} required onChange={(day) => day !== '' && onChange(day)} />
    </div>
  );
}
