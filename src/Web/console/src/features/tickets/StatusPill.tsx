import { useTranslation } from 'react-i18next';
import type { Priority, TicketStatus } from '../../api';
import { Pill, type PillTone } from '../../ui/Pill';

const TONES: Record<TicketStatus, PillTone> = {
  new: 'info', accepted: 'plain', assigned: 'plain', inProgress: 'plain', localised: 'warn', done: 'plain',
  closed: 'plain', rejected: 'plain',
};

export function StatusPill({ status, priority }: { status: TicketStatus; priority: Priority }) {
  const { t } = useTranslation();
  return (
    <>
      <Pill tone={TONES[status]}>{t(`status.${status}`)}</Pill>
      {priority === 'critical' && <> <Pill tone="crit">{t('priority.critical')}</Pill></>}
    </>
  );
}
