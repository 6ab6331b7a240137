import { IconVolume, IconVolumeOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { toggleSound, useSound } from '../../sound';
import css from './BottomBar.module.css';

export function SoundToggle() {
  const { t } = useTranslation();
  const sound = useSound();
  const Icon = sound === 'on' ? IconVolume : IconVolumeOff;
  return (
    <button
      type="button"
      className={css.help}
      data-sound={sound}
      onClick={sound === 'blocked' ? undefined : toggleSound}
    >
      <Icon className={css.icon} size={14} aria-hidden="true" /> {t(`sound.${sound}`)}
    </button>
  );
}
