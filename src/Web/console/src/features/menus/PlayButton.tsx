import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './Menus.module.css';

/** ▶: the very sound a caller hears. A second press stops it. */
export function PlayButton({ source, label }: { source: string; label: string }) {
  const { t } = useTranslation();
  const sound = useRef<HTMLAudioElement | null>(null);
  const [state, setState] = useState<'still' | 'playing' | 'failed'>('still');
  useEffect(() => () => sound.current?.pause(), [source]);
  const toggle = () => {
    if (state === 'playing') {
      sound.current?.pause();
      setState('still');
      return;
    }
    const audio = new Audio(source);
    audio.onended = () => setState('still');
    audio.onerror = () => setState('failed');
    sound.current = audio;
    setState('playing');
    audio.play().catch(() => setState('failed'));
  };
  const Icon = state === 'playing' ? IconPlayerStop : IconPlayerPlay;
  return (
    <button type="button" className={`${css.play} ${state === 'failed' ? css.failed : ''}`} onClick={toggle}
      aria-label={`${t(state === 'playing' ? 'ivr.stop' : 'ivr.play')}: ${label}`}
      title={state === 'failed' ? t('ivr.noSound') : t('ivr.play')}>
      <Icon size={15} aria-hidden="true" />
    </button>
  );
}
