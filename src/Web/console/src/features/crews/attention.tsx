import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { reasonOf } from '../recordings/reasons';
import type { Attention } from './crews';

/** What is said beside the reason: somebody's words, the free space, why a call was not recorded whole. */
export function wordsOf(item: Attention, t: TFunction): string {
  switch (item.reason) {
    case 'diskLow': return t('attention.free', { megabytes: item.text });
    case 'diskCritical': return t('attention.critical', { megabytes: item.text });
    case 'recordingPartial': return `${t('attention.calls', { count: item.times })} · ${reasonOf(item.text, t)}`;
    default: return item.text;
  }
}

/** Where a person looks: the ticket, or the recordings. */
export function AttentionPlace({ item, className }: { item: Attention; className?: string | undefined }) {
  const { t } = useTranslation();
  if (item.ticketId === null) {
    return <Link to="/recordings" className={className}>{t('attention.openRecordings')}</Link>;
  }
  return (
    <>
      <Link to="/tickets/$id" params={{ id: item.ticketId }} className={className}>№ {item.number}</Link>
      {item.address !== null && ` · ${item.address}`}
    </>
  );
}
