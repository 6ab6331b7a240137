import { Link } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { recordingUrl } from '../../endpoints';
import { account as accountText, count, dateTime, day, money } from '../../format';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import page from '../../ui/Page.module.css';
import { VirtualTable, type Column } from '../../ui/VirtualTable';
import { useRights } from '../board/rights';
import { RecordingPlayer } from '../tickets/RecordingPlayer';
import type { Campaign, Contact } from './api';
import css from './RunningCampaign.module.css';
import { useContacts } from './useCampaigns';

/** Every person of the campaign and what came of his calls. */
export function Contacts({ campaign, disposition }: { campaign: Campaign; disposition: string | null }) {
  const { t } = useTranslation();
  const { readsCalls } = useRights();
  const [heard, setHeard] = useState<Contact | null>(null);
  const query = useContacts(campaign.id, disposition);
  const rows = useMemo(() => query.data?.pages.flatMap((each) => each.items) ?? [], [query.data]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) {
      void fetchNextPage();
    }
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const columns = useColumns(campaign.audience.currency, readsCalls ? setHeard : null);
  return (
    <>
      {query.isError && (
        <div className={page.bar}><Failure error={query.error} onAgain={() => void query.refetch()} /></div>
      )}
      {query.isPending && <Empty title={t('loading')} />}
      {query.isSuccess && rows.length === 0 && <Empty title={t('campaigns.noContacts')} />}
      {rows.length > 0 && (
        <VirtualTable label={t('campaigns.contacts')} columns={columns} rows={rows} minWidth={900} onEnd={onEnd}
          keyOf={(row) => row.orderId} />
      )}
      {heard?.recordingId != null && (
        <div className={css.player}>
          <RecordingPlayer key={heard.recordingId} source={recordingUrl(heard.recordingId)}
            label={accountText(heard.accountNumber)} />
        </div>
      )}
    </>
  );
}

function useColumns(currency: string, onHear: ((contact: Contact) => void) | null): Column<Contact>[] {
  const { t } = useTranslation();
  return [
    {
      key: 'account', title: t('accounts.number'), width: '110px',
      cell: (row) => (
        <Link to="/accounts/$number" params={{ number: row.accountNumber }}>{accountText(row.accountNumber)}</Link>
      ),
    },
    { key: 'phone', title: t('ticket.phone'), width: '160px', cell: (row) => row.phone },
    {
      key: 'amount', title: t('account.debt'), width: '130px', right: true, cell: (row) => money(row.amount, currency),
    },
    { key: 'attempts', title: t('campaigns.attempts'), width: '84px', right: true, cell: (row) => count(row.attempts) },
    {
      key: 'disposition', title: t('campaigns.outcome'), width: 'minmax(150px, 1fr)',
      cell: (row) => row.disposition === null
        ? <span className={page.quiet}>{t('campaigns.notYet')}</span>
        : t(`campaigns.disposition.${row.disposition}`, { defaultValue: row.disposition }),
    },
    {
      key: 'promised', title: t('campaigns.promisedOn'), width: '120px',
      cell: (row) => (row.promisedOn === null ? '' : day(row.promisedOn)),
    },
    {
      key: 'at', title: t('campaigns.at'), width: '136px',
      cell: (row) => <span className={page.quiet}>{row.at === null ? '' : dateTime(row.at)}</span>,
    },
    {
      key: 'listen', title: t('campaigns.recording'), width: '96px',
      cell: (row) => onHear !== null && row.recordingId !== null && (
        <Button size="small" tone="quiet" onClick={() => onHear(row)}>{t('player.play')}</Button>
      ),
    },
  ];
}
