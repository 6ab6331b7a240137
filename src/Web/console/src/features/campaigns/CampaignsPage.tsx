import { IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { count, day, money } from '../../format';
import { useKey } from '../../keys';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import page from '../../ui/Page.module.css';
import { VirtualTable, type Column } from '../../ui/VirtualTable';
import { useRights } from '../board/rights';
import type { Campaign } from './api';
import { CampaignPill } from './CampaignPill';
import { useCampaigns } from './useCampaigns';

/** «Обзвоны»: what calls now, what waits to be started, what came of the others. */
export function CampaignsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { runsCampaigns } = useRights();
  const query = useCampaigns();
  const rows = query.data ?? [];
  const begin = () => void navigate({ to: '/campaigns/new' });
  useKey('Alt+KeyE', begin, { enabled: runsCampaigns });
  const columns = useColumns();
  const button = runsCampaigns && (
    <Button tone="primary" keys="Alt E" onClick={begin}>
      <IconPlus size={16} aria-hidden="true" /> {t('campaigns.new')}
    </Button>
  );
  return (
    <main className={page.page}>
      <div className={page.head}>
        <h1 className={page.title}>{t('nav.campaigns')}</h1>
        <div className={page.actions}>{rows.length > 0 && button}</div>
      </div>
      {query.isError && (
        <div className={page.bar}><Failure error={query.error} onAgain={() => void query.refetch()} /></div>
      )}
      {query.isPending && <Empty title={t('loading')} />}
      {query.isSuccess && rows.length === 0 && (
        <Empty title={t('campaigns.none')} hint={t('campaigns.noneHint')}>{button}</Empty>
      )}
      {rows.length > 0 && (
        <VirtualTable label={t('nav.campaigns')} columns={columns} rows={rows} keyOf={(row) => row.id} minWidth={940}
          onOpen={(row) => void navigate({ to: '/campaigns/$id', params: { id: row.id } })} />
      )}
    </main>
  );
}

function useColumns(): Column<Campaign>[] {
  const { t } = useTranslation();
  return [
    { key: 'created', title: t('campaigns.created'), width: '96px', cell: (row) => day(row.createdAt) },
    {
      key: 'name', title: t('campaigns.name'), width: 'minmax(180px, 1fr)',
      cell: (row) => <b title={row.name}>{row.name}</b>,
    },
    { key: 'state', title: t('registers.state'), width: '110px', cell: (row) => <CampaignPill state={row.state} /> },
    {
      key: 'people', title: t('campaigns.people'), width: '96px', right: true,
      cell: (row) => count(row.progress.total === 0 ? row.audience.selected : row.progress.total),
    },
    {
      key: 'sum', title: t('account.debt'), width: '150px', right: true,
      cell: (row) => money(row.audience.sum, row.audience.currency),
    },
    { key: 'ended', title: t('campaigns.done'), width: '96px', right: true, cell: (row) => count(row.progress.ended) },
    {
      key: 'promised', title: t('campaigns.promised'), width: '96px', right: true,
      cell: (row) => count(row.progress.promised),
    },
    {
      key: 'next', title: t('campaigns.next'), width: '110px',
      cell: (row) => <span className={page.quiet}>
        {row.nextRunAt === null ? '' : day(row.nextRunAt)}
      </span>,
    },
  ];
}
