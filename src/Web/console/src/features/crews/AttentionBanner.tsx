import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { play } from '../../sound';
import { Button } from '../../ui/Button';
import { AttentionPlace, wordsOf } from './attention';
import css from './Crews.module.css';
import { useAttention, useSeen } from './useAttention';

const LOUD = new Set(['crewSilent', 'crewDeclined', 'diskLow', 'diskCritical', 'diskFault', 'recordingPartial']);

/** The ladder has reached the dispatcher: a bar that stays until somebody says he has seen it. */
export function AttentionBanner() {
  const { t } = useTranslation();
  const loud = useAttention().filter((item) => LOUD.has(item.reason));
  const seen = useSeen();
  const first = loud[0];
  const known = useRef(new Set<string>());
  useEffect(() => {
    const fresh = loud.filter((item) => !known.current.has(item.id));
    fresh.forEach((item) => known.current.add(item.id));
    if (fresh.length > 0) {
      play('callback');
    }
  }, [loud]);
  if (first === undefined) {
    return null;
  }
  return (
    <div className={css.banner} role="alert" data-attention-banner>
      <b>{t(`attention.reason.${first.reason}`, { defaultValue: first.reason })}</b>
      <span><AttentionPlace item={first} className={css.bannerLink} /></span>
      {first.text !== '' && <span className={css.bannerText}>{wordsOf(first, t)}</span>}
      {loud.length > 1 && (
        <Link to="/crews" className={css.bannerLink}>{t('attention.more', { count: loud.length - 1 })}</Link>
      )}
      <Button size="small" disabled={seen.isPending} onClick={() => seen.mutate(first.id)}>
        {t('attention.seen')}
      </Button>
    </div>
  );
}
