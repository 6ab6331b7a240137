import { IconArrowLeft, IconDownload } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { count, dateTime, day, money } from '../../format';
import { useKey } from '../../keys';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import page from '../../ui/Page.module.css';
import { ProgressBar } from '../../ui/ProgressBar';
import { useRights } from '../board/rights';
import { actOnCampaign, contactsCsvUrl, type Campaign } from './api';
import { countOf, promisedPercent, reachedPercent } from './campaign';
import { CampaignPill } from './CampaignPill';
import { Contacts } from './Contacts';
import css from './RunningCampaign.module.css';
import { Sentence } from './Sentence';
import { useCampaignAct } from './useCampaigns';

type Act = 'start' | 'pause' | 'stop';

/** How it goes: one line of figures, one bar, what came of the calls, and the calls themselves. Stop is one act. */
export function RunningCampaign({ campaign, error }: { campaign: Campaign; error: Error | null }) {
  const { t } = useTranslation();
  const { runsCampaigns } = useRights();
  const [disposition, setDisposition] = useState<string | null>(null);
  const act = useCampaignAct((what: Act) => actOnCampaign(campaign.id, what));
  const isOver = campaign.state === 'stopped' || campaign.state === 'finished';
  useKey('Alt+KeyS', () => act.mutate('stop'), { enabled: runsCampaigns && !isOver });
  return (
    <main className={page.page}>
      <div className={page.head}>
        <Link to="/campaigns" className={page.back} aria-label={t('campaigns.back')}>
          <IconArrowLeft size={18} aria-hidden="true" />
        </Link>
        <h1 className={page.title} title={campaign.name}>{campaign.name}</h1>
        <CampaignPill state={campaign.state} />
        <span className={page.quiet}>
          {campaign.hours.from} – {campaign.hours.to}
          {campaign.startedAt !== null && ` · ${t('campaigns.startedAt', { time: dateTime(campaign.startedAt) })}`}
          {campaign.nextRunAt !== null && ` · ${t('campaigns.nextOn', { date: day(campaign.nextRunAt) })}`}
        </span>
        <div className={page.actions}>
          <a className={css.csv} href={contactsCsvUrl(campaign.id, disposition)} download>
            <IconDownload size={16} aria-hidden="true" /> CSV
          </a>
          {runsCampaigns && campaign.state === 'running' && (
            <Button disabled={act.isPending} onClick={() => act.mutate('pause')}>{t('campaigns.pause')}</Button>
          )}
          {runsCampaigns && campaign.state === 'paused' && (
            <Button tone="primary" disabled={act.isPending} onClick={() => act.mutate('start')}>
              {t('campaigns.resume')}
            </Button>
          )}
          {runsCampaigns && !isOver && (
            <Button tone="danger" keys="Alt S" onClick={() => act.mutate('stop')}>{t('campaigns.stop')}</Button>
          )}
        </div>
      </div>
      {(act.error ?? error) !== null && <div className={page.bar}><Failure error={act.error ?? error} /></div>}
      <Figures campaign={campaign} />
      <div className={css.chips} role="group" aria-label={t('campaigns.dispositions')}>
        <Chip label={t('campaigns.all')} value={campaign.progress.total} isOn={disposition === null}
          onPick={() => setDisposition(null)} />
        {campaign.progress.byDisposition.filter((each) => each.count > 0).map((each) => (
          <Chip key={each.disposition} value={each.count} isOn={disposition === each.disposition}
            label={t(`campaigns.disposition.${each.disposition}`, { defaultValue: each.disposition })}
            onPick={() => setDisposition(disposition === each.disposition ? null : each.disposition)} />
        ))}
      </div>
      <Contacts campaign={campaign} disposition={disposition} />
    </main>
  );
}

function Figures({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const { progress, lines, audience } = campaign;
  const reached = reachedPercent(progress);
  const promised = promisedPercent(progress);
  return (
    <div className={css.figures}>
      <ProgressBar label={t('campaigns.progress')} done={progress.ended} total={progress.total}>
        {t('campaigns.endedOf', { done: count(progress.ended), total: count(progress.total) })}
        {campaign.state === 'running' && ` · ${t('campaigns.linesInUse', {
          busy: lines.inUse, max: lines.max, kept: lines.reservedForResidents,
        })}`}
      </ProgressBar>
      <div className={css.line}>
      <dl className={css.facts}>
        <div><dt>{t('campaigns.reached')}</dt><dd>{reached === null ? '—' : `${reached} %`}</dd></div>
        <div>
          <dt>{t('campaigns.promised')}</dt>
          <dd>
            {count(progress.promised)}{promised !== null && ` · ${promised} %`}
            {progress.promisedAmount > 0 && ` · ${money(progress.promisedAmount, audience.currency)}`}
          </dd>
        </div>
        <div><dt>{t('campaigns.optedOut')}</dt><dd>{count(countOf(progress, 'optOut'))}</dd></div>
        <div><dt>{t('campaigns.waiting')}</dt><dd>{count(progress.waiting)}</dd></div>
      </dl>
      {campaign.state === 'running' && <Sentence preview={{ estimatedEnd: campaign.estimatedEnd }} />}
      </div>
    </div>
  );
}

function Chip({ label, value, isOn, onPick }: { label: string; value: number; isOn: boolean; onPick(): void }) {
  return (
    <button type="button" className={css.chip} aria-pressed={isOn} onClick={onPick}>
      {label} <b>{count(value)}</b>
    </button>
  );
}
