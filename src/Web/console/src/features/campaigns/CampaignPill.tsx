import { useTranslation } from 'react-i18next';
import { Pill, type PillTone } from '../../ui/Pill';
import type { CampaignState } from './api';

const TONES: Record<CampaignState, PillTone> = {
  draft: 'info', running: 'ok', paused: 'warn', stopped: 'plain', finished: 'plain',
};

export function CampaignPill({ state }: { state: CampaignState }) {
  const { t } = useTranslation();
  return <Pill tone={TONES[state] ?? 'plain'}>{t(`campaigns.state.${state}`, { defaultValue: state })}</Pill>;
}
