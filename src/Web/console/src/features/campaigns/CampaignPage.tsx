import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../http';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import page from '../../ui/Page.module.css';
import { DraftCampaign } from './DraftCampaign';
import { RunningCampaign } from './RunningCampaign';
import { useCampaign } from './useCampaigns';

/** One campaign: four steps until it is started, then how it goes. */
export function CampaignPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: '/frame/campaigns/$id' });
  const query = useCampaign(id);
  const campaign = query.data;
  if (campaign === undefined) {
    const missing = query.error instanceof Problem && query.error.status === 404;
    return (
      <main className={page.page}>
        <Empty page title={query.isPending ? t('loading') : missing ? t('campaigns.missing') : t('campaigns.failed')}>
          {query.isError && !missing && <Button onClick={() => void query.refetch()}>{t('again')}</Button>}
          {missing && <Link to="/campaigns">{t('campaigns.back')}</Link>}
        </Empty>
      </main>
    );
  }
  return campaign.state === 'draft'
    ? <DraftCampaign key={id} campaign={campaign} error={query.error} />
    : <RunningCampaign key={id} campaign={campaign} error={query.error} />;
}
