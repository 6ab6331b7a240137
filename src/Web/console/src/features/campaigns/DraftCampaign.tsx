import { useMutation } from '@tanstack/react-query';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { day, money } from '../../format';
import { useKey } from '../../keys';
import { useShell } from '../../shell';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { Notice } from '../../ui/Notice';
import page from '../../ui/Page.module.css';
import { useRights } from '../board/rights';
import { actOnCampaign, tryCampaign, type Campaign } from './api';
import { AudienceFacts } from './AudienceFacts';
import { CampaignPill } from './CampaignPill';
import { Sentence } from './Sentence';
import { Step } from './Step';
import css from './Steps.module.css';
import { useCampaignAct } from './useCampaigns';
import { WhatStep } from './WhatStep';

/** Put together, not yet started: hear it, have it ring oneself, then start. */
export function DraftCampaign({ campaign, error }: { campaign: Campaign; error: Error | null }) {
  const { t } = useTranslation();
  const { runsCampaigns } = useRights();
  const act = useCampaignAct((what: 'start' | 'stop') => actOnCampaign(campaign.id, what));
  const go = (what: 'start' | 'stop') => {
    if (!act.isPending) {
      act.mutate(what);
    }
  };
  useKey('Ctrl+Enter', () => go('start'), { enabled: runsCampaigns });
  return (
    <main className={page.page}>
      <div className={page.head}>
        <Link to="/campaigns" className={page.back} aria-label={t('campaigns.back')}>
          <IconArrowLeft size={18} aria-hidden="true" />
        </Link>
        <h1 className={page.title}>{campaign.name}</h1>
        <CampaignPill state={campaign.state} />
      </div>
      <div className={css.steps}>
        <Step number={1} title={t('campaigns.who')}>
          {campaign.debtFrom !== undefined && campaign.monthsFrom !== undefined && (
            <p className={css.quiet}>{t('campaigns.preset', {
              months: campaign.monthsFrom, sum: money(campaign.debtFrom, campaign.audience.currency),
            })}</p>
          )}
          <AudienceFacts preview={campaign} />
        </Step>
        <WhatStep campaign={campaign} />
        <Step number={3} title={t('campaigns.when')}>
          <dl className={css.facts}>
            <div><dt>{t('campaigns.window')}</dt><dd>{campaign.hours.from} – {campaign.hours.to}</dd></div>
            <div><dt>{t('campaigns.linesMax')}</dt><dd>{campaign.linesMax}</dd></div>
            <div>
              <dt>{t('campaigns.repeat')}</dt>
              <dd>
                {t(`campaigns.recurrence.${campaign.recurrence}`)}
                {campaign.nextRunAt !== null && ` · ${day(campaign.nextRunAt)}`}
              </dd>
            </div>
          </dl>
        </Step>
        <TrialStep campaign={campaign} />
      </div>
      {(act.error ?? error) !== null && <div className={page.bar}><Failure error={act.error ?? error} /></div>}
      <div className={css.go}>
        <Sentence preview={campaign} />
        {runsCampaigns && (
          <>
            <Button tone="danger" disabled={act.isPending} onClick={() => go('stop')}>{t('campaigns.discard')}</Button>
            <Button tone="primary" keys="Ctrl Enter" disabled={act.isPending || campaign.audience.selected === 0}
              onClick={() => go('start')}>
              {t('campaigns.start')}
            </Button>
          </>
        )}
      </div>
    </main>
  );
}

function TrialStep({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const { session, openPhone } = useShell();
  const trial = useMutation({ mutationFn: () => tryCampaign(campaign.id) });
  const extension = session.extension;
  return (
    <Step number={4} title={t('campaigns.trial')}>
      <p className={css.quiet}>{t('campaigns.trialMeans')}</p>
      <div className={css.row}>
        <Button disabled={trial.isPending} onClick={() => (extension === null ? openPhone() : trial.mutate())}>
          {extension === null ? t('phone.choose') : t('campaigns.trialDo', { extension })}
        </Button>
      </div>
      {trial.isSuccess && <Notice tone="ok">{t('campaigns.trialRings')}</Notice>}
      <Failure error={trial.error} />
    </Step>
  );
}
