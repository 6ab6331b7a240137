import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../../clock';
import { newKey } from '../../http';
import { useKey } from '../../keys';
import { useShell } from '../../shell';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import page from '../../ui/Page.module.css';
import { createCampaign, type CampaignWish } from './api';
import { faultsOf, quarterOf } from './campaign';
import { Sentence } from './Sentence';
import { Step } from './Step';
import css from './Steps.module.css';
import { usePreview } from './useCampaigns';
import { WhenStep } from './WhenStep';
import { WhoStep } from './WhoStep';

/** A new campaign: whom and when are chosen, the count answers at once; then it is put together and can be heard. */
export function NewCampaignPage() {
  const { t } = useTranslation();
  const { session } = useShell();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [key, setKey] = useState(newKey);
  const [wish, setWish] = useState<CampaignWish>(() => ({
    organisation: session.organisations[0]?.code ?? '',
    name: t('campaigns.defaultName', quarterOf(serverNow())),
    debtFrom: 300_000,
    monthsFrom: 3,
    hours: { from: '10:00', to: '20:00' },
    linesMax: 3,
    callsPerMinute: 10,
    recurrence: 'none',
  }));
  const faults = faultsOf(wish);
  const preview = usePreview(wish, faults.every((fault) => fault === 'name'));
  const creating = useMutation({
    mutationFn: () => createCampaign({ ...wish, name: wish.name.trim() }, key),
    onSuccess: (campaign) => {
      client.setQueryData(['campaigns', 'one', campaign.id], campaign);
      void client.invalidateQueries({ queryKey: ['campaigns', 'list'] });
      void navigate({ to: '/campaigns/$id', params: { id: campaign.id }, replace: true });
    },
  });
  const isReady = faults.length === 0 && !creating.isPending && (preview.data?.audience?.selected ?? 0) > 0;
  const create = () => {
    if (isReady) {
      creating.mutate();
    }
  };
  useKey('Ctrl+Enter', create);
  const change = (part: Partial<CampaignWish>) => {
    setWish((before) => ({ ...before, ...part }));
    setKey(newKey());
    creating.reset();
  };
  return (
    <main className={page.page}>
      <div className={page.head}>
        <Link to="/campaigns" className={page.back} aria-label={t('campaigns.back')}>
          <IconArrowLeft size={18} aria-hidden="true" />
        </Link>
        <h1 className={page.title}>{t('campaigns.new')}</h1>
      </div>
      <div className={css.steps}>
        <WhoStep wish={wish} faults={faults} preview={preview} onChange={change} />
        <Step number={2} title={t('campaigns.what')}><p className={css.quiet}>{t('campaigns.whatLater')}</p></Step>
        <WhenStep wish={wish} faults={faults} onChange={change} />
        <Step number={4} title={t('campaigns.trial')}><p className={css.quiet}>{t('campaigns.trialLater')}</p></Step>
      </div>
      {creating.isError && <div className={page.bar}><Failure error={creating.error} /></div>}
      <div className={css.go}>
        <Sentence preview={preview.data ?? {}} />
        <Button tone="primary" keys="Ctrl Enter" disabled={!isReady} onClick={create}>
          {t('campaigns.compose')}
        </Button>
      </div>
    </main>
  );
}
