import { useTranslation } from 'react-i18next';
import { Pill, type PillTone } from '../../ui/Pill';
import type { RegisterStatus, RowState } from './api';

const TONES: Record<RegisterStatus, PillTone> = {
  preview: 'info', rejected: 'crit', posting: 'warn', posted: 'ok', reversed: 'plain',
};
const ROW_TONES: Record<RowState, PillTone> = {
  ready: 'info', unidentified: 'warn', repeated: 'plain', bad: 'crit', posted: 'ok', reversed: 'plain',
};

export function RegisterPill({ status }: { status: RegisterStatus }) {
  const { t } = useTranslation();
  return <Pill tone={TONES[status] ?? 'plain'}>{t(`registers.status.${status}`, { defaultValue: status })}</Pill>;
}

export function RowPill({ state }: { state: RowState }) {
  const { t } = useTranslation();
  return <Pill tone={ROW_TONES[state] ?? 'plain'}>{t(`registers.row.${state}`, { defaultValue: state })}</Pill>;
}
