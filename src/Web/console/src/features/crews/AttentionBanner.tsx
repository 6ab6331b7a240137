import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { play } from '../../sound';
import { Button } from '../../ui/Button';
import css from './Crews.module.css';
import { useAttention, useSeen } from './useAttention';

const LOUD = new Set(['crewSilent', 'crewDeclined']);

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
      <Link to="/tickets/$id" params={{ id: first.ticketId }} className={css.bannerLink}>
        № {first.number}{first.address === null ? '' : ` · ${first.address}`}
      </Link>
      {first.text !== '' && <span className={css.bannerText}>{first.text}</span>}
      {loud.length > 1 && (
        <Link to="/crews" className={css.bannerLink}>{t('attention.more', { count: loud.length - 1 })}</Link>
      )}
      <Button size="small" disabled={seen.isPending} onClick={() => seen.mutate(first.id)}>
        {t('attention.seen')}
      </Button>
    </div>
  );
}
