import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { account as accountText } from '../../format';
import { AccountPicker } from '../../ui/AccountPicker';
import { Failure } from '../../ui/Failure';
import { RecordingPlayer } from '../tickets/RecordingPlayer';
import { sampleUrl, type Campaign } from './api';
import { Step } from './Step';
import css from './Steps.module.css';
import { useText } from './useCampaigns';

/** What the robot will say, word by word and aloud, for one debtor. */
export function WhatStep({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const [number, setNumber] = useState<string | null>(null);
  const text = useText(campaign.id, number);
  const whose = number === null ? t('campaigns.sample') : accountText(number);
  return (
    <Step number={2} title={t('campaigns.what')}>
      <div className={css.text} lang={text.data?.language ?? ''} tabIndex={0} role="group"
        aria-label={t('campaigns.text')}>
        {text.isPending && <p className={css.quiet}>{t('loading')}</p>}
        {text.data?.sentences.map((each, index) => <p key={`${each.id}-${index}`}>{each.text}</p>)}
      </div>
      <Failure error={text.error} onAgain={() => void text.refetch()} />
      <RecordingPlayer key={number ?? ''} source={sampleUrl(campaign.id, number)} label={whose} />
      <AccountPicker label={t('campaigns.sampleFor')} onPick={(hit) => setNumber(hit.number)} />
    </Step>
  );
}
